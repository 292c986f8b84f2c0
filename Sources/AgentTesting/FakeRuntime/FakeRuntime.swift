public import AgentRuntime
public import AgentValues
import EngineAPI
internal import Synchronization

/// A runtime without an engine: its containers are in memory, and its runs end as a test says.
///
/// ```swift
/// let fake = FakeRuntime()
/// fake.script("greeter", .unready(RunError(.unhealthy, agent: "greeter", "is unhealthy")))
/// await #expect(throws: RunError.self) { try await fake.wrapped(by: [MyHook()]).run(options) }
/// #expect(fake.containers.isEmpty)
/// ```
///
/// A run tells its observer what a run on an engine does, in the same order. There is no engine for hooks to ask, and no process
/// that could be held before it executes the agent's command.
public final class FakeRuntime: ContainerRuntime {
    /// A container in memory.
    public struct Container: Sendable, Hashable {
        /// What a run returned of it.
        public var info: ContainerInfo
        /// What it was made from.
        public var options: RunOptions
        /// The digest of what was asked for, as its label would have it.
        public var configHash: String
        /// Whether its command runs.
        public var isRunning: Bool
    }

    private struct State {
        var outcomes: [String: [FakeOutcome]] = [:]
        var calls: [FakeCall] = []
        var containers: [Container] = []
        var output: [String: [LogFrame]] = [:]
        var made = 0
    }

    private let state = Mutex(State())

    /// Creates a runtime without containers, whose runs end well.
    public init() {}

    /// The calls so far, in their order.
    public var calls: [FakeCall] { state.withLock(\.calls) }

    /// The containers that are there, oldest first.
    public var containers: [Container] { state.withLock(\.containers) }

    /// Sets how the next runs of an agent end, one after the other; the last outcome is that of all runs after it.
    public func script(_ agent: String, _ outcomes: FakeOutcome...) {
        state.withLock { $0.outcomes[agent] = outcomes }
    }

    /// Sets what an agent's containers have printed.
    public func print(_ frames: [LogFrame], of agent: String) { state.withLock { $0.output[agent] = frames } }

    /// Every image is there.
    public func validateImage(_ reference: String) async { note(.validateImage(reference)) }

    /// Nothing is shared.
    public func prepare(_ options: [RunOptions]) async { note(.prepare(options.map(\.name))) }

    /// Ends as ``script(_:_:)`` says.
    ///
    /// - Throws: the outcome's error, what the observer throws, `nameTaken` where the name is, or `CancellationError`; the container
    ///   is gone then.
    public func run(_ options: RunOptions, configHash: String?, observer: RunObserver) async throws -> RunResult {
        let outcome = try begin(options)
        observer.progress(.creating)
        let info = make(options, configHash: configHash ?? options.configHash)
        do {
            try await observer.created(ContainerInfo(id: info.id, name: info.name, ports: options.ports))
            observer.progress(.starting)
            setRunning(info.id, true)
            try await observer.started(info)
            switch outcome {
            case .ready: try Task.checkCancellation()
            case .refused(let error), .unready(let error): throw error
            case .hanging: try await Task.sleep(for: .seconds(86_400))
            }
        } catch {
            observer.progress(.rollingBack)
            discard(info.id)
            throw error
        }
        observer.progress(.ready(after: .zero))
        return RunResult(info, options: options)
    }

    /// Takes the next outcome of a run that can begin.
    private func begin(_ options: RunOptions) throws -> FakeOutcome {
        try state.withLock { state in
            state.calls.append(.run(options))
            let agent = options.identity.agent
            let outcome = state.outcomes[agent]?.first ?? .ready
            if let outcomes = state.outcomes[agent], outcomes.count > 1 { state.outcomes[agent]?.removeFirst() }
            if case .refused(let error) = outcome { throw error }
            guard !state.containers.contains(where: { $0.info.name == options.name }) else {
                throw RunError(.nameTaken, agent: agent, "the name '\(options.name)' is taken")
            }
            return outcome
        }
    }

    private func make(_ options: RunOptions, configHash: String) -> ContainerInfo {
        state.withLock { state in
            state.made += 1
            let number = String(state.made, radix: 16)
            let id = ContainerID(String(repeating: "0", count: 64 - number.count) + number)
            var info = ContainerInfo(id: id, name: options.name, ports: options.ports)
            // An engine takes any free port for 0.
            for index in info.ports.indices where info.ports[index].host == 0 {
                info.ports[index].host = 32768 + (state.made * 16 + index) % 32768
            }
            state.containers.append(
                Container(info: info, options: options, configHash: configHash, isRunning: false))
            return info
        }
    }

    private func note(_ call: FakeCall) { state.withLock { $0.calls.append(call) } }

    private func setRunning(_ id: ContainerID, _ isRunning: Bool) {
        state.withLock { state in
            guard let index = state.containers.firstIndex(where: { $0.info.id == id }) else { return }
            state.containers[index].isRunning = isRunning
        }
    }

    private func discard(_ id: ContainerID) {
        state.withLock { $0.containers.removeAll { $0.info.id == id } }
    }

    /// A container by its id or name.
    private func container(_ id: ContainerID) throws -> Container {
        guard
            let found = containers.first(where: { $0.info.id == id || $0.info.name == id.rawValue })
        else {
            throw RunError(.notFound, agent: id.rawValue, "there is no such container")
        }
        return found
    }

    /// Starts a container that was stopped.
    /// - Throws: `RunError` with `notFound`.
    @discardableResult
    public func start(_ container: ContainerID) async throws -> StateChange {
        let found = try self.container(container)
        note(.start(found.info.name))
        setRunning(found.info.id, true)
        return found.isRunning ? .alreadySo : .changed
    }

    /// Ends a container's command at once.
    /// - Throws: `RunError` with `notFound`.
    public func stop(_ container: ContainerID, timeout: Duration?) async throws {
        let found = try self.container(container)
        note(.stop(found.info.name))
        setRunning(found.info.id, false)
    }

    /// Removes a container; one that is not there is no error.
    public func remove(_ container: ContainerID) async {
        guard let found = try? self.container(container) else { return note(.remove(container.rawValue)) }
        note(.remove(found.info.name))
        discard(found.info.id)
    }

    /// What ``print(_:of:)`` said.
    /// - Throws: `RunError` with `notFound`.
    public func streamLogs(_ container: ContainerID, options: LogOptions) async throws -> LogStream {
        let found = try self.container(container)
        note(.streamLogs(found.info.name))
        return LogStream(state.withLock { $0.output[found.options.identity.agent] ?? [] })
    }

    /// The running containers.
    public func list() async -> [ContainerInfo] { containers.filter(\.isRunning).map(\.info) }
}
