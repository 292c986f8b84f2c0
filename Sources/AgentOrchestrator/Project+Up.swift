import AgentManifest
public import AgentRuntime
import Diagnostics
import EngineAPI
import Synchronization

extension Project {
    /// Starts the agents one after the other, each ready before the next. One that runs as it is planned is left alone.
    ///
    /// - Throws: the first agent's error, or `CancellationError`. What this call created is removed first: an agent that ran before
    ///   goes on running.
    public func up(_ plans: [AgentPlan], observer: ProjectObserver) async throws -> [AgentReport] {
        var reports: [AgentReport] = []
        do {
            for plan in plans {
                do {
                    try await awaitCompletion(of: plan.dependencies, in: reports)
                    reports.append(try await up(plan, observer: observer))
                } catch {
                    throw RuntimeError.naming(plan.options.identity.agent, error)
                }
                try Task.checkCancellation()
            }
            return reports
        } catch {
            guard let run = plans.first?.options.identity.run else { throw error }
            do {
                try await remove(run: run, stopTimeout: plans.map(\.options.stopTimeout).max() ?? .seconds(10))
            } catch let cleanUp {
                throw RollbackError(cause: error, cleanUp: cleanUp, project: name)
            }
            throw error
        }
    }

    private func up(_ plan: AgentPlan, observer: ProjectObserver) async throws -> AgentReport {
        let agent = plan.options.identity.agent
        let image = try await plan.build.asyncMap { try await build($0, observer: observer) }
        if let running = try await unchanged(plan, image: image) {
            try await observer.started(agent, running)
            return AgentReport(
                agent: agent, outcome: .unchanged, image: plan.options.image, container: running, options: plan.options)
        }
        var options = plan.options
        options.declaredHash = plan.configHash
        let changes = Mutex<[HookChanges]>([])
        let accepted = AcceptedOptions(asked: options)
        var run = RunObserver(
            progress: { step in
                if case .changed(let change) = step { changes.withLock { $0.append(change) } }
                observer.step(agent, step)
            }, accepted: accepted.note, created: { try await observer.created(agent, $0) },
            started: { try await observer.started(agent, $0) })
        if let held = observer.held { run.held = { try await held(agent, $0, $1) } }
        let container = try await runtime.run(options, observer: run)
        return AgentReport(
            agent: agent, outcome: .started, image: plan.options.image, container: container,
            changes: changes.withLock { $0 }, options: accepted.value)
    }

    /// The agent's container, where it runs already with the same options and the same image.
    private func unchanged(_ plan: AgentPlan, image: BuiltImage?) async throws -> ContainerInfo? {
        let options = plan.options
        let found: ContainerInspection
        do { found = try await engine.containers.inspect(options.name) } catch let error as EngineError
            where error.code == .notFound
        {
            return nil
        }
        let labels = found.configuration.labels ?? [:]
        guard let owner = AgentIdentity(labels: labels), owner.project == name, owner.agent == options.identity.agent,
            labels[AgentIdentity.Label.configHash] == plan.configHash, found.state.isRunning, !found.state.isPaused,
            found.state.health?.status != .unhealthy, try await isCurrent(found, image: image, reference: options.image)
        else { return nil }
        return ContainerInfo(found)
    }

    /// Whether the container runs the image that its reference stands for now.
    private func isCurrent(_ container: ContainerInspection, image: BuiltImage?, reference: String) async throws -> Bool
    {
        do {
            let wanted: String
            if let image { wanted = image.id } else { wanted = try await engine.images.inspect(reference).id }
            return Self.digest(wanted) == Self.digest(container.imageID)
        } catch let error as EngineError where error.code == .notFound {
            return false
        }
    }

    /// Docker writes `sha256:` before an image's id, Podman does not everywhere.
    private static func digest(_ id: String) -> Substring { id.hasPrefix("sha256:") ? id.dropFirst(7) : id[...] }

    /// Waits for the agents that must have ended.
    private func awaitCompletion(of dependencies: [Manifest.Dependency], in reports: [AgentReport]) async throws {
        for dependency in dependencies where dependency.condition == .completed {
            guard let container = reports.first(where: { $0.agent == dependency.name })?.container else { continue }
            let exit = try await engine.containers.wait(container.id.rawValue, condition: .notRunning).exit()
            guard exit.code != 0 else { continue }
            throw RuntimeError(
                .exited, agent: dependency.name, "ended with exit code \(exit.code), and others depend on its success",
                hint: "'aac-runtime logs \(dependency.name)' shows its output")
        }
    }
}

extension Optional where Wrapped: Sendable {
    fileprivate func asyncMap<Result>(_ transform: (Wrapped) async throws -> Result) async rethrows -> Result? {
        guard let self else { return nil }
        return try await transform(self)
    }
}
