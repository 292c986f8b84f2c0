import AgentTesting
import FoundationEssentials
import Testing

@Suite(.timeLimit(.minutes(5))) struct DoctorTests {
    private struct Report: Decodable {
        struct Engine: Decodable {
            var kind: String
            var version: String?
        }
        struct Finding: Decodable {
            var check: String
            var status: String
            var remedy: String?
        }
        var engine: Engine?
        var findings: [Finding]
    }

    @Test(arguments: TestEngine.allCases)
    func looksAtTheEngine(_ engine: TestEngine) async throws {
        let result = try await Tool.run(["doctor", "--engine", engine.host, "--output", "json"])
        let report = try JSONDecoder().decode(Report.self, from: Data(result.output.utf8))
        #expect(report.engine?.kind == engine.rawValue)
        for check in [
            "engine", "API", "cgroups", "memory limit", "swap limit", "CPU limit", "process limit", "seccomp",
        ] {
            #expect(report.findings.contains { $0.check == check }, "\(check)")
        }
        #expect(report.findings.allSatisfy { $0.status == "ok" || $0.remedy != nil || $0.check == "engine says" })
        #expect(result.status == (report.findings.contains { $0.status == "fail" } ? 1 : 0))
        #expect(result.errors == "")
    }

    @Test func withoutAnEngine() async throws {
        let folder = try TemporaryFolder(named: "none")
        let result = try await Tool.run(["doctor", "--engine", "\(folder.path)/no.sock"])
        #expect(result.status == 69)
        let first = result.output.split(separator: "\n").first ?? ""
        #expect(first.hasPrefix("fail  engine  no engine answers at --engine (unix://\(folder.path)/no.sock)"))
        #expect(result.output.contains("-> start that engine"))
        #expect(result.errors == "")
    }
}
