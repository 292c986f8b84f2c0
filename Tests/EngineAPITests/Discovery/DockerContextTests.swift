import AgentTesting
import Diagnostics
import HTTPTransport
import Testing

@testable import EngineAPI

/// Docker's configuration and contexts, read from a folder of the test's own.
@Suite(.timeLimit(.minutes(2))) struct DockerContextTests {
    let folder: TemporaryFolder
    var environment: [String: String] { ["DOCKER_CONFIG": folder.path] }

    init() throws { folder = try TemporaryFolder() }

    private func addContext(_ name: String, host: String, id: String, skipsVerify: Bool = false) throws {
        try folder.write(
            #"{"Name":"\#(name)","Metadata":{},"Endpoints":{"docker":{"Host":"\#(host)","SkipTLSVerify":\#(skipsVerify)}}}"#,
            to: "contexts/meta/\(id)/meta.json")
    }

    @Test func noConfigurationIsTheDefault() throws {
        #expect(try DockerContext.current(environment: environment) == nil)
        #expect(try DockerContext.current(environment: [:]) == nil)
    }

    @Test func currentContextOfConfiguration() throws {
        try folder.write(#"{"currentContext":"other"}"#, to: "config.json")
        try addContext("first", host: "unix:///first.sock", id: "aaa")
        try addContext("other", host: "unix:///other.sock", id: "bbb")
        #expect(
            try DockerContext.current(environment: environment)
                == DockerContext(name: "other", address: .unix(path: "/other.sock")))
    }

    @Test func variableBeatsConfiguration() throws {
        try folder.write(#"{"currentContext":"other"}"#, to: "config.json")
        try addContext("first", host: "unix:///first.sock", id: "aaa")
        let context = try DockerContext.current(environment: environment.merging(["DOCKER_CONTEXT": "first"]) { $1 })
        #expect(context?.address == .unix(path: "/first.sock"))
        let none = try DockerContext.current(environment: environment.merging(["DOCKER_CONTEXT": "default"]) { $1 })
        #expect(none == nil)
    }

    @Test func tlsFilesOfContext() throws {
        try addContext("far", host: "tcp://far.example:2376", id: "ccc", skipsVerify: true)
        try folder.write("x", to: "contexts/tls/ccc/docker/ca.pem")
        try folder.write("x", to: "contexts/tls/ccc/docker/key.pem")
        let context = try DockerContext.current(environment: environment.merging(["DOCKER_CONTEXT": "far"]) { $1 })
        let files = "\(folder.path)/contexts/tls/ccc/docker"
        #expect(
            context?.address
                == .tls(
                    host: "far.example", port: 2376,
                    TLSConfiguration(
                        caFile: "\(files)/ca.pem", certificateFile: nil, keyFile: "\(files)/key.pem", verifyPeer: false)
                ))
    }

    /// It stops nobody, as with Docker's own command line, but it is named.
    @Test(arguments: ["", "{", "[]", #"{"auths": 5}"#]) func brokenConfigurationIsNamed(content: String) async throws {
        try folder.write(content, to: "config.json")
        #expect(try DockerContext.current(environment: environment) == nil)
        #expect(try await RegistryCredentialStore(environment: environment).credentials(forRegistry: "a.io") == nil)
        let problem = try #require(DockerConfiguration.find(environment: environment).problem)
        #expect(problem.severity == .warning)
        #expect(problem.message.contains("\(folder.path)/config.json"))
    }

    @Test func aConfigurationThatCannotBeOpenedIsNamed() throws {
        try folder.write("{}", to: "config.json/in-the-way")
        #expect(try DockerContext.current(environment: environment) == nil)
        #expect(DockerConfiguration.find(environment: environment).problem?.message.contains("directory") == true)
    }

    @Test(arguments: TestEngine.allCases) func theSearchWarnsOfIt(engine: TestEngine) async throws {
        try engine.skipIfNotThere()
        try folder.write("", to: "config.json")
        let found = try await EngineDiscovery(named: engine.host, environment: environment).find()
        try await found.whileOpen {
            #expect(found.warnings.map(\.code) == ["engine.docker-configuration"])
        }
    }
}
