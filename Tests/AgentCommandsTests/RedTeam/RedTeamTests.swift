import AgentRuntime
import AgentTesting
import EngineAPI
import FoundationEssentials
import Testing

/// An agent that tries to break out, at every level, on both engines, against the table of what must be blocked.
@Suite(.timeLimit(.minutes(10))) struct RedTeamTests {
    /// One row of `images/redteam/expected.json`.
    struct Expectation: Decodable {
        var attempt: String
        var bomb: Bool?
        var baseline: String
        var restricted: String
        var privileged: String

        func verdict(at level: SecurityLevel) -> String {
            switch level {
            case .baseline: baseline
            case .restricted: restricted
            case .privileged: privileged
            }
        }
    }

    /// One line of the agent's report.
    struct Finding: Decodable {
        var attempt: String
        var worked: Bool
        var detail: String
    }

    private static let secret = "another-agents-secret-7f3a"

    @Test(.timeLimit(.minutes(10)), arguments: TestEngine.allCases)
    func whatMustBeBlockedIs(_ engine: TestEngine) async throws {
        let expected = try Self.expectations().filter { $0.bomb != true }
        try await LaunchFolder.with(engine, Self.neighbour) { other in
            // Somebody else's agent, with a secret and a port of its own.
            let started = try await other.run("up", "-d")
            #expect(started.status == 0, "\(started.errors)")
            let peer = try await other.client.containers.inspect("\(other.project)-neighbour-1")
            let attachment = try #require(peer.network.networks.values.first)
            let address = try #require(attachment.address)
            // A service of the host that listens on every address, at the end of the bridge.
            let service = try HostService()
            let gateway = "\(try #require(attachment.gateway)):\(service.port)"

            var columns: [(name: String, findings: [String: Finding])] = [
                ("plain", try await Self.plain(engine, other.client, peer: "\(address):8080", gateway: gateway))
            ]
            for level in SecurityLevel.allCases {
                try await LaunchFolder.with(engine, Self.attacker(level, peer: "\(address):8080", gateway: gateway)) {
                    launch in
                    let result = try await launch.run("up", "--allow-privileged", "--quiet")
                    let findings = try JSONDecoder().decode([Finding].self, from: Data(result.output.utf8))
                    columns.append(
                        (level.rawValue, Dictionary(uniqueKeysWithValues: findings.map { ($0.attempt, $0) })))
                    for row in expected where row.verdict(at: level) == "blocked" {
                        let finding = try #require(columns.last?.findings[row.attempt], "\(row.attempt) was not made")
                        if engine == .podman, row.attempt == "peer" {
                            // Podman 4.3 can lose the rules that keep networks apart while others come and go.
                            withKnownIssue("networks are not apart for a moment", isIntermittent: true) {
                                #expect(!finding.worked)
                            }
                            continue
                        }
                        #expect(!finding.worked, "\(engine), \(level): \(row.attempt) worked: \(finding.detail)")
                    }
                }
            }
            print(Self.table(engine, expected, columns))
        }
    }

    @Test(.timeLimit(.minutes(10)), arguments: TestEngine.allCases)
    func bombsHitTheirLimitsAndNobodyElse(_ engine: TestEngine) async throws {
        let expected = try Self.expectations().filter { $0.bomb == true }
        try await LaunchFolder.with(engine, Self.neighbour) { other in
            #expect(try await other.run("up", "-d").status == 0)
            let peer = try await other.client.containers.inspect("\(other.project)-neighbour-1")
            let address = try #require(peer.network.networks.values.compactMap(\.address).first { !$0.isEmpty })
            let watch = Task { await Neighbour(address: address, port: 8080).watch() }
            for level in [SecurityLevel.baseline, .restricted] {
                for row in expected where row.attempt != "log-flood" {
                    try await LaunchFolder.with(engine, Self.attacker(level, peer: "", command: row.attempt)) {
                        launch in
                        let result = try await launch.run("up", "--quiet")
                        // A bomb that takes its own process along says nothing more.
                        guard let findings = try? JSONDecoder().decode([Finding].self, from: Data(result.output.utf8))
                        else { return }
                        guard row.verdict(at: level) == "blocked" else { return }
                        for finding in findings {
                            #expect(!finding.worked, "\(engine), \(level): \(row.attempt) worked: \(finding.detail)")
                        }
                    }
                }
            }
            watch.cancel()
            let misses = await watch.value
            #expect(misses.worst < 2, "the neighbour missed \(misses.worst) answers in a row, of \(misses.asked)")
            #expect(misses.asked > 10)
        }
    }

    /// Writing is not stopped; what the engine keeps of it is bounded.
    @Test(.timeLimit(.minutes(5)), arguments: TestEngine.allCases)
    func aFloodOfOutputFillsNoDisk(_ engine: TestEngine) async throws {
        let flood = Self.attacker(.baseline, peer: "", command: "log-flood").replacing(/\ +healthCheck: .*\n/, with: "")
        try await LaunchFolder.with(engine, flood) { launch in
            let result = try await launch.run("up", "-d", "--quiet")
            #expect(result.status == 0, "\(result.errors.prefix(2000))")
            let container = "\(launch.project)-redteam-1"
            _ = try await launch.client.containers.wait(container, condition: .notRunning).exit()
            var count = 0
            let logs = try await launch.client.containers.logs(container, tty: false)
            for try await frame in logs { count += frame.bytes.count }
            #expect(count < 40 << 20)
        }
    }

    private static func expectations() throws -> [Expectation] {
        let path = "\(#filePath)".replacing("Tests/AgentCommandsTests/RedTeam/RedTeamTests.swift", with: "")
        let content = try Data(contentsOf: URL(filePath: path + "images/redteam/expected.json"))
        return try JSONDecoder().decode([Expectation].self, from: content)
    }

    private static let neighbour = LaunchFolder.manifest(
        "neighbour", script: "exec httpd -f -p 8080 -h /etc",
        """
        healthCheck: {path: /passwd, port: 8080}
        secrets: [{name: key, from: exec, command: [echo, \(secret)]}]
        """)

    private static func attacker(
        _ level: SecurityLevel, peer: String, gateway: String = "", command: String = "", stay: Int = 2
    ) -> String {
        """
        apiVersion: agent.dev/v1
        kind: Agent
        metadata: {name: redteam}
        spec:
          runtime: python
          image: redteam
          command: [/bin/redteam\(command.isEmpty ? "" : ", \(command)")]
          model: {provider: ollama, name: llama}
          environment:
            - {name: REDTEAM_STAY, value: \(stay)}
            - {name: REDTEAM_PEER, value: "\(peer)"}
            - {name: REDTEAM_GATEWAY, value: "\(gateway)"}
            - {name: REDTEAM_SECRET, value: \(secret.utf8.map { String($0, radix: 16) }.joined())}
          resources: {limits: {memory: 256Mi, pids: 128}}
          healthCheck: {type: log, expect: "attempt", startPeriod: 60s}
          security: {level: \(level.rawValue)}

        """
    }

    /// The same attempts in a container as an engine makes it by itself.
    private static func plain(
        _ engine: TestEngine, _ client: EngineClient, peer: String, gateway: String
    ) async throws -> [String: Finding] {
        let result = try await client.finishedTestContainer("plain", ["/bin/redteam"]) { configuration in
            configuration.image = "redteam"
            configuration.environment = ["REDTEAM_PEER=\(peer)", "REDTEAM_GATEWAY=\(gateway)"]
        }
        let findings = try JSONDecoder().decode([Finding].self, from: Data(result.output.utf8))
        return Dictionary(uniqueKeysWithValues: findings.map { ($0.attempt, $0) })
    }

    private static func table(
        _ engine: TestEngine, _ expected: [Expectation], _ columns: [(name: String, findings: [String: Finding])]
    ) -> String {
        func cell(_ finding: Finding?) -> String { finding.map { $0.worked ? "worked" : "blocked" } ?? "-" }
        var lines = ["| \(engine): attempt | \(columns.map(\.name).joined(separator: " | ")) |"]
        lines.append("| --- |" + columns.map { _ in " --- |" }.joined())
        for row in expected {
            lines.append(
                "| \(row.attempt) | \(columns.map { cell($0.findings[row.attempt]) }.joined(separator: " | ")) |")
        }
        let sums = columns.map { column in "\(column.findings.values.count(where: \.worked)) worked" }
        lines.append("| \(expected.count) attempts | \(sums.joined(separator: " | ")) |")
        return lines.joined(separator: "\n")
    }
}
