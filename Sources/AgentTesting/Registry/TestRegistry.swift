internal import Subprocess
internal import Synchronization
internal import SystemPackage

/// A registry of the test's own (Debian's `docker-registry`) on a free port of 127.0.0.1, empty at the start.
public struct TestRegistry: Sendable {
    /// Its host and port, as image references begin.
    public let host: String

    /// The only user that a guarded one lets in.
    public static let user = "tester"
    /// That user's password.
    public static let password = "s3cret:with+/colon"

    /// Runs `body` with a registry, which ends with it.
    ///
    /// - Parameters:
    ///   - isGuarded: whether it wants ``user`` and ``password``.
    ///   - body: gets the registry once it listens.
    /// - Throws: ``TestEngineError`` where the package `docker-registry` is missing or it does not start.
    public static func run<Result: Sendable>(
        isGuarded: Bool = false, _ body: @escaping @Sendable (TestRegistry) async throws -> Result
    ) async throws -> Result {
        let folder = try TestFolder()
        let settings = try folder.write(settings(folder: folder.path, isGuarded: isGuarded), to: "config.yml")
        try folder.write("\(user):\(passwordHash)\n", to: "htpasswd")
        var options = PlatformOptions()
        options.teardownSequence = [.send(signal: .terminate, allowedDurationToNextStep: .seconds(2))]
        let configuration = Configuration(
            executable: .name("docker-registry"), arguments: ["serve", settings],
            environment: .inherit.updating(["OTEL_TRACES_EXPORTER": "none"]), platformOptions: options)
        do {
            return try await Subprocess.run(configuration, input: .none, output: .discarded, error: .sequence) {
                execution in
                var lines = execution.standardError.strings().makeAsyncIterator()
                var port: Substring?
                while port == nil, let line = try await lines.next() {
                    port = line.firstRange(of: "listening on 127.0.0.1:").map {
                        line[$0.upperBound...].prefix { $0.isNumber }
                    }
                }
                guard let port else { throw TestEngineError("docker-registry ended before it listened") }
                let result = try await body(TestRegistry(host: "127.0.0.1:\(port)"))
                await execution.teardown(using: options.teardownSequence)
                return result
            }.closureResult
        } catch let error as SubprocessError {
            throw TestEngineError("cannot run docker-registry: \(error); install the package docker-registry")
        }
    }

    /// bcrypt of ``password``.
    private static let passwordHash = "$2b$05$abcdefghijklmnopqrstuu1/ED1JmYt2vKAKeDdzLikyRflQvoFPe"

    private static func settings(folder: String, isGuarded: Bool) -> String {
        """
        version: 0.1
        log: {level: info}
        storage: {filesystem: {rootdirectory: \(folder)/data}, delete: {enabled: true}}
        http: {addr: "127.0.0.1:0", secret: test}

        """ + (isGuarded ? "auth: {htpasswd: {realm: test, path: \(folder)/htpasswd}}\n" : "")
    }
}
