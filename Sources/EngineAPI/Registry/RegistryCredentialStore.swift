/// Finds registry credentials where Docker's command line keeps them: `config.json` in `DOCKER_CONFIG` (`~/.docker`), and the
/// credential helpers that it names. A file that cannot be read counts as none; ``DiscoveredEngine/warnings`` says so.
public struct RegistryCredentialStore: Sendable {
    /// The environment's variables; also those of the helpers.
    public var environment: [String: String]
    /// How long a helper may take, 10 s unless changed.
    public var helperLimit: Duration

    /// Creates a store.
    public init(environment: [String: String], helperLimit: Duration = .seconds(10)) {
        self.environment = environment
        self.helperLimit = helperLimit
    }

    /// The credentials for an image's registry; nil when there are none.
    /// - Throws: as ``credentials(forRegistry:)``.
    public func credentials(for reference: ImageReference) async throws -> RegistryCredentials? {
        try await credentials(forRegistry: reference.registry)
    }

    /// The credentials for a registry; nil when there are none.
    ///
    /// The registry's own helper (`credHelpers`) is asked first, else the common one (`credsStore`), else `auths` is read.
    /// - Parameter registry: its host, such as `registry.example.com`, or `docker.io`.
    /// - Throws: ``EngineError`` with code `credentials` when an entry or a helper is wrong, `timedOut` when a helper hangs.
    public func credentials(forRegistry registry: String) async throws -> RegistryCredentials? {
        guard let configuration = DockerConfiguration.find(environment: environment).configuration else { return nil }
        return try await credentials(forRegistry: registry, in: configuration)
    }

    /// Every registry that `config.json` names, for builds, whose Dockerfiles may pull from any of them. A helper that fails
    /// is left out.
    public func all() async throws -> [RegistryCredentials] {
        guard let configuration = DockerConfiguration.find(environment: environment).configuration else { return [] }
        let registries = Set((configuration.auths ?? [:]).keys.map(Self.host)).union(
            (configuration.credHelpers ?? [:]).keys)
        var found: [RegistryCredentials] = []
        for registry in registries.sorted() {
            do {
                if let one = try await credentials(forRegistry: registry, in: configuration) { found.append(one) }
            } catch is EngineError {
                continue
            }
        }
        return found
    }

    private func credentials(
        forRegistry registry: String, in configuration: DockerConfiguration
    ) async throws -> RegistryCredentials? {
        let server = Self.isHub(registry) ? Self.hub : registry
        let helpers = configuration.credHelpers ?? [:]
        let store = configuration.credsStore.flatMap { $0.isEmpty ? nil : $0 }
        if let name = helpers[server] ?? helpers[registry] ?? store {
            return try await CredentialHelper(name: name, environment: environment, limit: helperLimit)
                .credentials(for: server)
        }
        let entries = configuration.auths ?? [:]
        let wanted = Self.host(server)
        guard
            let entry = entries[server]
                ?? entries.sorted(by: { $0.key < $1.key }).first(where: { Self.host($0.key) == wanted })?.value
        else { return nil }
        return try entry.credentials(for: server)
    }

    /// The key under which Docker Hub is kept.
    private static let hub = "https://index.docker.io/v1/"

    private static func isHub(_ registry: String) -> Bool {
        let host = host(registry)
        return host == "docker.io" || host == "index.docker.io" || host == "registry-1.docker.io"
    }

    /// `https://registry.example.com/v2/` is `registry.example.com`.
    private static func host(_ key: String) -> String {
        let rest = key.firstRange(of: "://").map { key[$0.upperBound...] } ?? key[...]
        return String(rest.prefix { $0 != "/" })
    }
}

extension DockerConfiguration.Entry {
    /// nil for an entry without content, which is what a helper's registries have.
    fileprivate func credentials(for server: String) throws -> RegistryCredentials? {
        var (user, secret) = (username ?? "", password ?? "")
        if let auth, !auth.isEmpty {
            guard let bytes = Base64.decode(auth), let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else {
                throw EngineError(
                    .credentials, "read the credentials for \(server)",
                    message: "'auth' in config.json is not Base64 of user:password",
                    hint: "log in again: docker login \(server)")
            }
            user = String(decoding: bytes[..<colon], as: UTF8.self)
            // Old clients padded the password with zeros.
            secret = String(decoding: bytes[(colon + 1)...].filter { $0 != 0 }, as: UTF8.self)
        }
        let credentials = RegistryCredentials(
            username: user, password: secret, identityToken: identitytoken ?? "", registryToken: registrytoken ?? "",
            serverAddress: server)
        let isEmpty = secret.isEmpty && (identitytoken ?? "").isEmpty && (registrytoken ?? "").isEmpty
        return isEmpty ? nil : credentials
    }
}
