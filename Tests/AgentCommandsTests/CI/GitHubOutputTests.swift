import AgentTesting
import Diagnostics
import SystemPackage
import Testing

@testable import AgentCommands

@Suite(.timeLimit(.minutes(10))) struct GitHubOutputTests {
    @Test func mistakesAndWarningsAreAnnotations() async throws {
        let folder = try TemporaryFolder(named: "annotated")
        try folder.write(LaunchFolder.server + "  ports: []\n  prots: []\n", to: "agent.yaml")
        let parent = folder.path.removingLastComponent().string
        let result = try await Tool.run(
            ["validate", "--output", "github"], environment: ["GITHUB_WORKSPACE": parent], folder: folder.path)
        #expect(result.status == 65)
        let lines = result.errors.split(separator: "\n")
        #expect(lines.contains { $0.hasPrefix("::error file=annotated/agent.yaml,line=") && $0.contains("ports") })
        #expect(lines.contains { $0.contains("agent.yaml:") && $0.contains(": error: ") })
        try folder.write(LaunchFolder.server + "  prots: []\n", to: "agent.yaml")
        let warned = try await Tool.run(["validate", "--output", "github"], folder: folder.path)
        #expect(warned.status == 0)
        #expect(warned.errors.contains("\n::warning file=agent.yaml,line="), "\(warned.errors)")
    }

    @Test func onlyCommandsThatAnnotateOfferIt() async throws {
        let refused = try await Tool.run(["ps", "--output", "github"])
        #expect(refused.status == 64)
        #expect(try await Tool.run(["up", "--help"]).output.contains("github"))
    }

    @Test(arguments: TestEngine.allCases)
    func whatAgentsPrintCannotBeACommand(engine: TestEngine) async throws {
        let manifest = LaunchFolder.manifest(
            script: "echo ::error::forged; exit 3", "healthCheck: {type: file, path: /x}")
        try await LaunchFolder.with(engine, manifest) { launch in
            let result = try await launch.run("up", "-d", "--output", "github")
            #expect(result.status == 1)
            var token: Substring?
            var forged = 0
            var groups = 0
            for line in result.errors.split(separator: "\n") {
                let text = line.drop { $0 == " " }
                if let open = token {
                    if text == "::\(open)::" { token = nil }
                    if text.hasPrefix("::error::forged") { forged += 1 }
                    continue
                }
                if text.hasPrefix("::stop-commands::") { token = text.dropFirst("::stop-commands::".count) }
                if text.hasPrefix("::group::") { groups += 1 }
                if text == "::endgroup::" { groups -= 1 }
                #expect(!text.hasPrefix("::error::forged"))
            }
            #expect(token == nil && forged > 0 && groups == 0, "\(result.errors)")
            #expect(result.errors.contains("\n::error title=aac-runtime::hello: ended with exit code 3"))
        }
    }
}
