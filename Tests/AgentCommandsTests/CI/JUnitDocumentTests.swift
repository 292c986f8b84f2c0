import AgentOrchestrator
import AgentRuntime
import AgentValues
import EngineAPI
import Testing

@testable import AgentCommands

@Suite(.timeLimit(.minutes(2))) struct JUnitDocumentTests {
    @Test func theDocumentHasASuiteForAgentsAndOneForCommands() {
        var report = TestReport(project: "shop", started: EngineTime(seconds: 0))
        report.seconds = 2.5
        report.cases = [
            TestReport.Case(kind: .readiness, name: "db", outcome: .passed, seconds: 1),
            TestReport.Case(
                kind: .readiness, name: "web", outcome: .failed, seconds: 0.25, message: "was \"killed\"",
                details: ["<a>", "b & \u{1B}c"]),
            TestReport.Case(kind: .command, name: "x", outcome: .skipped, message: "not run", output: "a\u{0}b\n"),
        ]
        #expect(
            JUnitDocument(report: report).text == """
                <?xml version="1.0" encoding="UTF-8"?>
                <testsuites name="shop" tests="3" failures="1" skipped="1" time="2.5">
                  <testsuite name="shop.readiness" tests="2" failures="1" skipped="0" errors="0" time="1.25" \
                timestamp="1970-01-01T00:00:00">
                    <testcase classname="shop.readiness" name="db becomes ready" time="1.0">
                    </testcase>
                    <testcase classname="shop.readiness" name="web becomes ready" time="0.25">
                      <failure message="was &quot;killed&quot;">&lt;a&gt;
                b &amp; \u{FFFD}c</failure>
                    </testcase>
                  </testsuite>
                  <testsuite name="shop.command" tests="1" failures="0" skipped="1" errors="0" time="0.0" \
                timestamp="1970-01-01T00:00:00">
                    <testcase classname="shop.command" name="x" time="0.0">
                      <skipped message="not run"/>
                      <system-out>a\u{FFFD}b
                </system-out>
                    </testcase>
                  </testsuite>
                </testsuites>

                """)
    }

    @Test func variablesSayWhereAgentsAre() {
        func report(_ agent: String, _ replica: Int, _ name: String, _ ports: [PortMapping]) -> AgentReport {
            AgentReport(
                agent: agent, replica: replica, displayName: name, outcome: .started,
                container: ContainerInfo(id: ContainerID("x"), name: "x", ports: ports))
        }
        let variables = TestVariables.variables(
            project: "shop",
            agents: [
                report(
                    "my-db", 1, "my-db",
                    [
                        PortMapping(host: 5353, container: 53, protocol: .udp, hostIP: "127.0.0.1"),
                        PortMapping(host: 8080, container: 80, protocol: .tcp, hostIP: "0.0.0.0"),
                    ]),
                report("web", 1, "web/1", [PortMapping(host: 1, container: 80, protocol: .tcp, hostIP: "::1")]),
                report("web", 2, "web/2", [PortMapping(host: 2, container: 80, protocol: .tcp, hostIP: "127.0.0.1")]),
                report("job", 1, "job", []),
            ])
        #expect(
            variables == [
                "AAC_PROJECT": "shop", "AAC_PORT_MY_DB": "5353", "AAC_PORT_MY_DB_53": "5353",
                "AAC_PORT_MY_DB_80": "8080", "AAC_URL_MY_DB": "http://127.0.0.1:8080",
                "AAC_PORT_WEB": "1", "AAC_PORT_WEB_80": "1", "AAC_URL_WEB": "http://[::1]:1", "AAC_PORT_WEB_1": "1",
                "AAC_PORT_WEB_1_80": "1", "AAC_URL_WEB_1": "http://[::1]:1", "AAC_PORT_WEB_2": "2",
                "AAC_PORT_WEB_2_80": "2", "AAC_URL_WEB_2": "http://127.0.0.1:2",
            ])
    }
}
