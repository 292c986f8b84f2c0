import AgentRuntime
import AgentTesting
import AgentValues
import EngineAPI
import Glibc
import Subprocess
import Synchronization
import SystemPackage

/// Runs commands through a proxy and looks at what they leave.
struct FaultBench: Sendable {
    /// No command of a case may take longer.
    static let limit = Duration.seconds(150)
    /// What a command is given for one call; shorter where calls are made to hang.
    private static let callLimit = "20s"
    private static let shortCallLimit = "4s"

    let engine: TestEngine
    /// A connection without faults.
    let client: EngineClient

    /// The calls of a run without faults.
    func record(_ operation: FaultOperation) async throws -> [ProxiedCall] {
        try await inFolder(operation) { folder, _ in
            let proxy = try FaultProxy(to: engine.host)
            defer { proxy.stop() }
            let result = try await folder.run(operation.arguments(project: folder.project), through: proxy.host)
            guard result.status == 0 else { throw FaultProblem("without a fault: \(result.errors)") }
            await proxy.idle()
            let calls = proxy.calls
            if operation.replacesAgent {
                let (create, stop) = (calls.index(of: "/create"), calls.index(of: "/stop"))
                guard let create, let stop, (stop < create) == (operation == .changeStopped) else {
                    throw FaultProblem("\(operation) stops its predecessor at another place than it should: \(calls)")
                }
            }
            _ = try await folder.run(FaultOperation.cleanUp, through: engine.host)
            return calls
        }
    }

    /// What is wrong with how a case ended; empty when all is well.
    func problems(of subject: FaultCase) async -> [String] {
        do {
            return try await withTimeLimit(Self.limit) {
                try await inFolder(subject.operation) { folder, predecessor in
                    try await check(subject, in: folder, after: predecessor)
                }
            }
        } catch is TimeLimitExceeded {
            return ["took longer than \(Self.limit)"]
        } catch {
            return ["\(error)"]
        }
    }

    // MARK: One case

    private func check(
        _ subject: FaultCase, in folder: FaultFolder, after predecessor: FaultPredecessor?
    ) async throws -> [String] {
        let victim = FaultVictim()
        var rule: FaultRule?
        if case .fault(let fault, let extent) = subject.disturbance {
            rule = FaultRule(fault, at: subject.call.index, extent)
        }
        let proxy = try FaultProxy(to: engine.host, rule: rule) { call, moment in
            guard call.index == subject.call.index else { return }
            switch subject.disturbance {
            case .fault: return
            case .kill(moment): victim.kill()
            case .killAndRepeat: if moment == .afterExecution { victim.kill() }
            case .interrupt: if moment == .beforeExecution { victim.interrupt() }
            case .kill: return
            }
        }
        defer { proxy.stop() }
        let result = try await folder.run(
            subject.operation.arguments(project: folder.project), through: proxy.host, victim: victim,
            callLimit: subject.isSlow ? Self.shortCallLimit : Self.callLimit)
        proxy.heal()
        if victim.wasSignalled { await proxy.idle() }
        // A clean-up beside a build makes more calls or fewer; what was not struck has to succeed.
        if proxy.calls.count < subject.call.index, result.status != 0 {
            return ["made only \(proxy.calls.count) calls and failed: \(result.errors)"]
        }
        let struck = Array(proxy.calls.dropFirst(subject.call.index - 1))
        var problems = FaultVerdict(subject: subject, struck: struck, result: result).problems()
        if result.status != 0, subject.mustCleanUpItself {
            if let predecessor {
                problems += try await predecessor.problemsAsIs(client)
            } else {
                problems += try await leaks(in: folder, "the command itself left")
            }
        }
        // An absence that was invented is believed, and the next command finishes the job.
        if result.status != 0 || subject.inventsAbsence, subject.isRepeated {
            let again = try await folder.run(subject.operation.arguments(project: folder.project), through: proxy.host)
            if again.status != 0 { problems.append("the same command again: \(again.status): \(again.errors)") }
        }
        if result.status == 0 || subject.isRepeated, subject.operation.startsAgent {
            problems += try await stateProblems(in: folder)
            problems += try await predecessor?.problemsReplaced(client) ?? []
        }
        // What a command was killed over is found by the address that it called the engine by.
        for host in subject.operation.findsAgent ? [proxy.host, engine.host] : [proxy.host] {
            let cleanUp = try await folder.run(FaultOperation.cleanUp, through: host)
            if cleanUp.status != 0 { problems.append("down: \(cleanUp.status): \(cleanUp.errors)") }
        }
        problems += try await leaks(in: folder, "left after down")
        if !problems.isEmpty { problems.append("it said (\(result.status)): \(result.errors)\(result.output)") }
        return problems
    }

    private func leaks(in folder: FaultFolder, _ words: String) async throws -> [String] {
        try await AgentTesting.leaks(ofProject: folder.project, on: client).map { "\(words) \($0)" }
    }

    /// One container of the agent, running.
    private func stateProblems(in folder: FaultFolder) async throws -> [String] {
        let filters = EngineFilters.labels([AgentIdentity.Label.project: folder.project])
        let found = try await client.containers.list(all: true, filters: filters)
        guard found.count == 1, found.first?.state == .running else {
            return ["should run one container, and has \(found.map { "\($0.names) \($0.state)" })"]
        }
        return []
    }

    private func inFolder<Value: Sendable>(
        _ operation: FaultOperation, _ body: (FaultFolder, FaultPredecessor?) async throws -> Value
    ) async throws -> Value {
        let folder = try FaultFolder(engine: engine, for: operation)
        do {
            if operation.findsAgent { try await prepareAgent(in: folder) }
            var predecessor: FaultPredecessor?
            if let manifest = operation.changedManifest {
                predecessor = try await FaultPredecessor(project: folder.project, client)
                try folder.change(to: manifest)
            }
            let value = try await body(folder, predecessor)
            await folder.sweep(client)
            return value
        } catch {
            await folder.sweep(client)
            throw error
        }
    }
}

extension FaultBench {
    /// Something to take down or to replace. An engine that makes many networks at once sometimes fails by itself, which is not what is tested.
    private func prepareAgent(in folder: FaultFolder) async throws {
        var errors = ""
        for _ in 0..<3 {
            let up = try await folder.run(FaultOperation.up.arguments(project: folder.project), through: engine.host)
            if up.status == 0 { return }
            errors = up.errors
        }
        throw FaultProblem("up before the command: \(errors)")
    }
}

extension [ProxiedCall] {
    /// Where the first call is whose path ends so.
    fileprivate func index(of last: String) -> Int? {
        firstIndex { $0.method == "POST" && $0.path.hasPrefix("/containers/") && $0.path.hasSuffix(last) }
    }
}

/// Something other than the expected went wrong.
struct FaultProblem: Error, CustomStringConvertible {
    var description: String
    init(_ description: String) { self.description = description }
}

extension FaultCase {
    /// Whether calls may take as long as their limit.
    fileprivate var isSlow: Bool {
        switch disturbance {
        case .fault(.hang, _), .fault(.drip, _), .fault(.unbounded, _): true
        default: false
        }
    }

    /// Whether something that is asked for, or everything from some call on, is said not to be there.
    fileprivate var inventsAbsence: Bool {
        if case .fault(.status(404), _) = disturbance { true } else { false }
    }

    /// Whether the command can clean up after its own failure, and does not leave that to `down`.
    fileprivate var mustCleanUpItself: Bool {
        guard operation != .down else { return false }
        switch disturbance {
        case .fault(_, .once), .interrupt: return true
        case .fault(_, .onwards), .kill, .killAndRepeat: return false
        }
    }

    /// Whether the same command follows, and has to succeed.
    fileprivate var isRepeated: Bool {
        switch disturbance {
        case .fault, .interrupt, .killAndRepeat: true
        case .kill: false
        }
    }
}
