import Diagnostics
import EngineAPI

/// Reads back what the kernel has for a container right after its start, and fails the run when something that was asked for is
/// not there. It must be the innermost hook, to know what all others made of the options.
public struct CageCheck: RunHook {
    private struct Asked: RunContext.Key { typealias Value = RunOptions }

    /// `cage`.
    public let name = "cage"

    /// Creates the check.
    public init() {}

    /// Keeps what is asked for.
    public func preRun(_ options: inout RunOptions, in context: RunContext) async throws {
        var asked = options
        // As they are now: a link can lead elsewhere later.
        for index in asked.volumes.indices where asked.volumes[index].kind == .bind {
            asked.volumes[index].source = MountPolicy.resolved(asked.volumes[index].source)
        }
        context[Asked.self] = asked
    }

    /// Compares it with what is in force; a container that has ended already has nothing to compare.
    public func postRun(_ container: ContainerInfo, in context: RunContext) async throws {
        guard let asked = context[Asked.self], let engine = context.engine,
            let inspection = try await engine.container(container.id), inspection.state.isRunning
        else { return }
        let report = CageReport(
            CageLimits(asked, on: engine.kind), inspection, isLocal: engine.isLocal, engine: engine.kind)
        guard !report.failures.isEmpty else { return }
        // It may have ended while we looked, and the kernel knows before the engine does.
        if report.failures.contains(where: { $0.verifiedBy == .kernel }), KernelView.hasEnded(inspection.state.pid) {
            return
        }
        guard let now = try await engine.container(container.id), now.state.isRunning,
            now.state.pid == inspection.state.pid
        else { return }
        throw RuntimeError(
            .limitNotApplied, agent: context.agent, "what was asked for is not in force",
            details: report.failures.map {
                "\($0.name): asked for \($0.asked), the \($0.verifiedBy.rawValue) has \($0.applied)"
            },
            hint: "'aac-runtime doctor' shows what this engine can enforce")
    }
}
