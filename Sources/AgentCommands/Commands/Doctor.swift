import AgentValues
import ArgumentParser
import Diagnostics
import EngineAPI

/// `aac-runtime doctor`: whether everything is there that agents need.
struct DoctorCommand: AgentCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check the engine and this machine, with a remedy for whatever is wrong.",
        discussion: """
            Each line is ok, warn or fail. Exit status: 0 when nothing fails, 1 when something does, 69 when no engine answers.

            Examples:
              aac-runtime doctor
              aac-runtime doctor --engine podman
              aac-runtime doctor --output json | jq '.findings[] | select(.status != "ok")'
            """)

    @OptionGroup var engine: EngineOptions
    @OptionGroup var output: OutputOptions
    var outputFormat: OutputFormat { output.format }

    func run(in context: CommandContext) async throws -> ExitCode {
        let host = DoctorHost.current(environment: context.environment)
        let report: DoctorReport
        do {
            report = try await engine.withSession(in: context) { try await examine($0, host) }
        } catch let error as EngineError where error.exitCode == .engineUnavailable {
            let lost = Finding.fail("engine", error.summary, details: error.details, remedy: error.hint)
            report = DoctorReport(
                engine: nil, findings: [lost] + HostChecks(host: host, hasEngine: false).findings)
        }
        switch output.format {
        case .text:
            try await context.output.write(report.text(usesColor: context.output.usesColor(context.environment)))
        case .json: try await context.output.document(report)
        }
        return report.exitCode
    }

    private func examine(_ session: EngineSession, _ host: DoctorHost) async throws -> DoctorReport {
        let client = session.engine.client
        async let lookup = client.system.version()
        let info = try await client.system.info()
        let version = try await lookup
        let name = "\(client.kind)\(client.serverVersion.map { " \($0)" } ?? "")"
        let found = Finding.ok(
            "engine", "\(name) at \(client.address), found by \(session.engine.source)",
            details: session.engine.attempts.map { "before: \($0.line)" })
        let oldest = version.oldestAPIVersion.map { "\($0)" } ?? "?"
        let newest = version.apiVersion.map { "\($0)" } ?? "?"
        let api = Finding.ok("API", "\(client.apiVersion) (the engine speaks \(oldest) to \(newest))")
        let isLocal = client.address.remoteHost == nil && info.name == host.name
        let checks = EngineChecks(
            info: info, version: version, kind: client.kind, host: isLocal ? host : nil, now: .now)
        return DoctorReport(
            engine: DoctorReport.Engine(
                address: "\(client.address)", apiVersion: "\(client.apiVersion)", kind: client.kind.rawValue,
                source: "\(session.engine.source)", version: client.serverVersion),
            findings: [found, api] + checks.findings + HostChecks(host: host, hasEngine: true).findings)
    }
}
