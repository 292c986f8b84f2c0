import AgentRuntime
import AgentValues
import Diagnostics
import FoundationEssentials
import Testing

@Suite(.timeLimit(.minutes(2))) struct SecretResolverTests {
    private let folder: TemporaryFolder
    private let resolver = SecretResolver(variables: [
        "agent": ["KEY": "hunter22", "EMPTY": "", "JSON": #"{"a":"x1","n":1}"#]
    ])

    init() throws { folder = try TemporaryFolder() }

    private func value(_ source: SecretReference.Source, key: String? = nil) async throws -> String {
        let secret = SecretReference(name: "s", source: source, key: key)
        return String(decoding: try await resolver.value(of: secret, agent: "agent").bytes, as: UTF8.self)
    }

    private func script(_ text: String) -> SecretReference.Source {
        .exec(command: ["sh", "-c", text], directory: folder.path)
    }

    @Test func valuesComeFromEverySource() async throws {
        #expect(try await value(.environment(key: "KEY")) == "hunter22")
        #expect(try await value(.environment(key: "JSON"), key: "a") == "x1")
        try Data("two\nlines\n\n".utf8).write(to: URL(filePath: "\(folder.path)/f"))
        #expect(try await value(.file(path: "\(folder.path)/f")) == "two\nlines\n")
        #expect(try await value(script("printf 'a\\r\\n'; echo note >&2")) == "a")
        #expect(try await value(script("pwd")).hasSuffix(folder.path))
    }

    /// Every failing program says the value on both streams before.
    @Test(arguments: [
        "echo hunter22; echo hunter22 >&2; exit 3", "echo hunter22 >&2; kill -9 $$", "echo hunter22 >&2",
        "echo hunter22; head -c 5000000 /dev/zero",
    ])
    func noErrorHoldsWhatAProgramPrinted(_ text: String) async throws {
        let command = ["sh", "\(folder.path)/program"]
        try Data(text.utf8).write(to: URL(filePath: command[1]))
        let error = try await #require(throws: SecretError.self) {
            _ = try await value(.exec(command: command, directory: "/"))
        }
        let renderer = ErrorRenderer(usesColor: false)
        #expect(!"\(error) \(renderer.text(for: error)) \(renderer.json(for: error))".contains("hunter22"))
        #expect(error.summary.hasPrefix("the secret 's' ") && error.hint != nil && error.exitCode == .inputOutput)
    }

    @Test func whatIsMissingOrEmptyIsSaid() async throws {
        try Data("\n".utf8).write(to: URL(filePath: "\(folder.path)/empty"))
        try Data(count: 2 << 20).write(to: URL(filePath: "\(folder.path)/large"))
        let cases: [(SecretReference.Source, String?, String)] = [
            (.environment(key: "GONE"), nil, "no variable 'GONE'"), (.environment(key: "EMPTY"), nil, "is empty"),
            (.environment(key: "JSON"), "b", "has no member 'b'"),
            (.environment(key: "JSON"), "n", "has no member 'n'"),
            (.environment(key: "KEY"), "a", "has no member 'a'"),
            (.file(path: "\(folder.path)/gone"), nil, "there is no such file"),
            (.file(path: folder.path), nil, "is not there"),
            (.file(path: "\(folder.path)/empty"), nil, "is empty"), (.file(path: "\(folder.path)/large"), nil, "1 MiB"),
            (.exec(command: ["no-such-program-here"], directory: "/"), nil, "no-such-program-here"),
            (script("true"), nil, "is empty"),
        ]
        for (source, key, text) in cases {
            let error = await #expect(throws: SecretError.self) { _ = try await value(source, key: key) }
            #expect(error?.summary.contains(text) == true, "\(String(describing: error))")
        }
    }
}
