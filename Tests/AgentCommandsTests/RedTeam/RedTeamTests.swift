import AgentRuntime
import AgentTesting
import AgentValues
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
        /// nil where it was not made, because nothing that it needs is there.
        var worked: Bool?
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
            let link = try LinkService()
            let loopback = try HostService(isPrivate: true)
            let targets = [
                "LOOPBACK": "\(try #require(attachment.gateway)):\(loopback.port)",
                "PEER_OF_RUN": "\(try await other.runServer("single")):8080",
                "PEER": "\(address):8080", "GATEWAY": "\(try #require(attachment.gateway)):\(service.port)",
                "OUTSIDE": HostService.address(besides: ["docker", "br-", "podman", "veth"]).map {
                    "\($0):\(service.port)"
                }
                    ?? "", "LINK_PORT": "\(link.port)",
            ]

            var columns = [try await Self.plain(other.client, targets)]
            for level in SecurityLevel.allCases {
                try await LaunchFolder.with(engine, Self.attacker(level, targets)) { launch in
                    let result = try await launch.run("up", "--allow-privileged", "--quiet")
                    let findings = try JSONDecoder().decode([Finding].self, from: Data(result.output.utf8))
                    columns.append(Dictionary(uniqueKeysWithValues: findings.map { ($0.attempt, $0) }))
                    for row in expected where row.verdict(at: level) == "blocked" {
                        let finding = try #require(columns.last?[row.attempt], "\(row.attempt) was not made")
                        #expect(
                            finding.worked != true, "\(engine), \(level): \(row.attempt) worked: \(finding.detail)")
                    }
                }
            }
            let rows = expected.map { row in (row.attempt, columns.map { RedTeamTable.cell($0[row.attempt]) }) }
            let differences = try RedTeamTable.settle(rows, of: engine, version: other.client.serverVersion ?? "")
            #expect(differences.isEmpty, "\(differences.joined(separator: "\n"))")
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
                    try await LaunchFolder.with(engine, Self.attacker(level, command: row.attempt)) {
                        launch in
                        let result = try await launch.run("up", "--quiet")
                        // A bomb that takes its own process along says nothing more.
                        guard let findings = try? JSONDecoder().decode([Finding].self, from: Data(result.output.utf8))
                        else { return }
                        guard row.verdict(at: level) == "blocked" else { return }
                        for finding in findings {
                            #expect(
                                finding.worked != true, "\(engine), \(level): \(row.attempt) worked: \(finding.detail)")
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
        let flood = Self.attacker(.baseline, command: "log-flood").replacing(/\ +healthCheck: .*\n/, with: "")
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
        _ level: SecurityLevel, _ targets: [String: String] = [:], command: String = "", stay: Int = 2
    ) -> String {
        let variables = targets.sorted { $0.key < $1.key }.map {
            "    - {name: REDTEAM_\($0.key), value: \"\($0.value)\"}"
        }
        return """
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
                - {name: REDTEAM_SECRET, value: \(secret.utf8.map { String($0, radix: 16) }.joined())}
            \(variables.joined(separator: "\n"))
              resources: {limits: {memory: 256Mi, pids: 128}}
              healthCheck: {type: log, expect: "attempt", startPeriod: 60s}
              security: {level: \(level.rawValue)}

            """
    }

    /// The same attempts in a container as an engine makes it by itself.
    ///
    /// It is alone on its network: on Podman's default one it loses its way out for good when another container leaves that
    /// network at the same moment.
    private static func plain(
        _ client: EngineClient, _ targets: [String: String]
    ) async throws -> [String: Finding] {
        let network = try await client.networks.create(
            NetworkConfiguration(name: TestEngine.uniqueName("plain"), labels: TestEngine.labels))
        let result = await Task {
            try await client.finishedTestContainer("plain", ["/bin/redteam"]) { configuration in
                configuration.image = "redteam"
                configuration.environment = targets.map { "REDTEAM_\($0.key)=\($0.value)" }
                configuration.host = HostConfiguration()
                configuration.host?.networkMode = network
            }
        }.result
        try await client.networks.remove(network)
        let findings = try JSONDecoder().decode([Finding].self, from: Data(result.get().output.utf8))
        return Dictionary(uniqueKeysWithValues: findings.map { ($0.attempt, $0) })
    }
}
