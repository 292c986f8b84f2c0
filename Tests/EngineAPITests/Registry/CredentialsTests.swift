import Foundation
import Testing

@testable import EngineAPI

/// Credentials from a configuration folder of the test's own, with helpers of the test's own.
@Suite(.timeLimit(.minutes(2))) struct CredentialsTests {
    let folder: TemporaryFolder
    var store: RegistryCredentialStore {
        RegistryCredentialStore(
            environment: ["DOCKER_CONFIG": folder.path, "PATH": "\(folder.path)/bin:/usr/bin:/bin"],
            helperLimit: .seconds(20))
    }

    init() throws { folder = try TemporaryFolder() }

    private func decoded(_ credentials: RegistryCredentials?) throws -> [String: String] {
        let value = try #require(try credentials?.headerValue())
        return try JSONDecoder().decode([String: String].self, from: Data(try #require(Base64.decode(value))))
    }

    @Test func nothingKept() async throws {
        #expect(try await store.credentials(forRegistry: "registry.test") == nil)
        try folder.write(#"{"auths":{"registry.test":{}}}"#, to: "config.json")
        #expect(try await store.credentials(forRegistry: "registry.test") == nil)
    }

    @Test(arguments: ["https://index.docker.io/v1/", "docker.io", "index.docker.io"])
    func hubUnderEveryKey(key: String) async throws {
        let auth = Data("me:a:b+c".utf8).base64EncodedString()
        try folder.write(#"{"auths":{"\#(key)":{"auth":"\#(auth)"}}}"#, to: "config.json")
        let found = try await store.credentials(for: ImageReference("python:3"))
        if key == "docker.io" { return #expect(found == nil) }
        #expect(
            try decoded(found) == [
                "username": "me", "password": "a:b+c", "serveraddress": "https://index.docker.io/v1/",
            ])
    }

    @Test func hostOfALongKeyAndToken() async throws {
        try folder.write(
            #"{"auths":{"https://reg.example:5000/v2/":{"auth":"bWU6","identitytoken":"tok"}}}"#, to: "config.json")
        let found = try await store.credentials(for: ImageReference("reg.example:5000/a"))
        #expect(try decoded(found) == ["username": "me", "identitytoken": "tok", "serveraddress": "reg.example:5000"])
    }

    @Test func helperOfTheRegistryBeatsTheStore() async throws {
        try folder.write(
            "#!/bin/sh\nread server\necho \"{\\\"Username\\\":\\\"<token>\\\",\\\"Secret\\\":\\\"for $server $1\\\"}\"\n",
            to: "bin/docker-credential-one", mode: 0o755)
        try folder.write("#!/bin/sh\nexit 9\n", to: "bin/docker-credential-two", mode: 0o755)
        try folder.write(#"{"credsStore":"two","credHelpers":{"registry.test":"one"}}"#, to: "config.json")
        #expect(
            try decoded(try await store.credentials(forRegistry: "registry.test")) == [
                "identitytoken": "for registry.test get", "serveraddress": "registry.test",
            ])
        let error = try await #require(throws: EngineError.self) {
            try await store.credentials(forRegistry: "quay.io")
        }
        #expect(error.code == .credentials)
    }

    @Test func helperThatKnowsNothing() async throws {
        try folder.write(
            "#!/bin/sh\necho credentials not found in native keychain\nexit 1\n", to: "bin/docker-credential-x",
            mode: 0o755)
        try folder.write(#"{"credsStore":"x","auths":{"registry.test":{}}}"#, to: "config.json")
        #expect(try await store.credentials(forRegistry: "registry.test") == nil)
        #expect(try await store.all().isEmpty)
    }

    @Test func helperThatIsMissingOrHangs() async throws {
        try folder.write(#"{"credHelpers":{"a.io":"gone","b.io":"slow","c.io":"../x"}}"#, to: "config.json")
        try folder.write("#!/bin/sh\nexec sleep 1000\n", to: "bin/docker-credential-slow", mode: 0o755)
        var store = store
        store.helperLimit = .milliseconds(100)
        for (registry, code) in [("a.io", EngineError.Code.credentials), ("b.io", .timedOut), ("c.io", .credentials)] {
            let error = try await #require(throws: EngineError.self) {
                try await store.credentials(forRegistry: registry)
            }
            #expect(error.code == code)
        }
    }

    @Test func secretsAreNotShown() throws {
        let credentials = RegistryCredentials(
            username: "me", password: "hunter2", identityToken: "hunter3", serverAddress: "registry.test")
        var dumped = ""
        dump(credentials, to: &dumped)
        let json = String(decoding: try JSONEncoder().encode(credentials), as: UTF8.self)
        for text in ["\(credentials)", String(reflecting: credentials), dumped, json, "\([credentials])"] {
            #expect(!text.contains("hunter"), "\(text)")
        }
        #expect(json.contains("***"))
    }
}
