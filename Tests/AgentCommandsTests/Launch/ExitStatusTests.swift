import AgentTesting
import Testing

/// What `up -d --wait-timeout` tells a script.
@Suite(.timeLimit(.minutes(10))) struct ExitStatusTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var status: Int32
        var script: String
        var spec: String
        var image: String?
    }

    static let cases = [
        Case(
            testDescription: "ready", status: 0, script: "exec httpd -f -p 8080",
            spec: "healthCheck: {type: tcp, port: 8080}"),
        Case(
            testDescription: "not in time", status: 124, script: "sleep 60",
            spec: "healthCheck: {type: file, path: /never, startPeriod: 1ms}"),
        Case(
            testDescription: "unhealthy", status: 1, script: "sleep 60",
            spec: "healthCheck: {type: file, path: /never, startPeriod: 1ms, interval: 1ms, retries: 1}"),
        Case(
            testDescription: "ended", status: 1, script: "exit 9", spec: "healthCheck: {type: file, path: /never}"),
        Case(
            testDescription: "no image", status: 125, script: "sleep 60", spec: "", image: "127.0.0.1:1/no/such:image"),
    ]

    @Test(arguments: TestEngine.allCases, cases) func status(_ engine: TestEngine, _ item: Case) async throws {
        let manifest = LaunchFolder.manifest(script: item.script, item.spec)
            .replacing(TestEngine.image, with: item.image ?? TestEngine.image)
        try await LaunchFolder.with(engine, manifest) { launch in
            let result = try await launch.run("up", "-d", "--wait-timeout", item.status == 124 ? "1s" : "60s")
            #expect(result.status == item.status, "\(result.errors)")
            if item.status != 0 { #expect(try await launch.leftovers() == []) }
        }
    }
}
