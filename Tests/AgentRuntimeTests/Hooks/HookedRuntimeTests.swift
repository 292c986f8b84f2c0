import AgentTesting
import AgentValues
import Diagnostics
import EngineAPI
import Logging
import Synchronization
import Testing

@testable import AgentRuntime

@Suite(.timeLimit(.minutes(2))) struct HookedRuntimeTests {
    /// What happened, in order.
    private final class Journal: Sendable {
        private let state = Mutex<[String]>([])
        func note(_ text: String) { state.withLock { $0.append(text) } }
        var entries: [String] { state.withLock { $0 } }
    }

    /// A runtime without an engine, that notes its calls.
    private struct JournalRuntime: ContainerRuntime {
        let journal: Journal
        var failure: (any Error)?
        /// Finished when a run has begun; it goes on until it is cancelled.
        var hangs: AsyncStream<Void>.Continuation?

        func validateImage(_ reference: String) {}
        func run(_ options: RunOptions, configHash: String?, observer: RunObserver) async throws -> RunResult {
            journal.note("run \(options.image)")
            if let configHash { journal.note("asked for \(configHash)") }
            if let failure { throw failure }
            if let hangs {
                hangs.finish()
                try await Task.sleep(for: .seconds(600))
            }
            let info = ContainerInfo(id: ContainerID("c1"), name: options.name)
            do { try await observer.started(info) } catch {
                journal.note("roll back")
                throw error
            }
            return RunResult(info, options: options)
        }
        func start(_ container: ContainerID) async throws -> StateChange { .changed }

        func stop(_ container: ContainerID, timeout: Duration?) { journal.note("stop") }
        func remove(_ container: ContainerID) { journal.note("remove") }
        func streamLogs(_ container: ContainerID, options: LogOptions) async throws -> LogStream { throw Broken() }
        func list() -> [ContainerInfo] { [] }
    }

    private struct Broken: Error {}

    /// A hook that notes its calls and fails where told.
    private struct JournalHook: RunHook {
        let name: String
        let journal: Journal
        var failsIn: HookError.Phase?
        var hangsIn: HookError.Phase?
        var timeLimit: Duration { hangsIn == nil ? .seconds(30) : .milliseconds(50) }

        private func note(_ phase: HookError.Phase) async throws {
            journal.note("\(name).\(phase)")
            if failsIn == phase { throw Broken() }
            if hangsIn == phase { await withCheckedContinuation { (_: CheckedContinuation<Void, Never>) in } }
        }

        func preRun(_ options: inout RunOptions, in context: RunContext) async throws {
            options.image += "+\(name)"
            try await note(.preRun)
        }
        func postRun(_ container: ContainerInfo, in context: RunContext) async throws { try await note(.postRun) }
        func ready(_ container: ContainerInfo, in context: RunContext) async throws { try await note(.ready) }
        func preStop(_ container: ContainerID, in context: RunContext) async throws { try await note(.preStop) }
        func postStop(_ container: ContainerID, in context: RunContext) async throws { try await note(.postStop) }
        func undo(in context: RunContext) async { journal.note("\(name).undo") }
        func failed(_ error: any Error, in context: RunContext) async throws {
            journal.note("\(name).failed: \((error as? HookError)?.oneLine ?? "\(error)")")
            if failsIn == .failed { throw Broken() }
        }
    }

    private let journal = Journal()
    private let options = RunOptions(image: "i", name: "n", identity: AgentIdentity.testing(project: "p", agent: "a"))

    private func runtime(_ a: HookError.Phase? = nil, _ b: HookError.Phase? = nil, failure: (any Error)? = nil)
        -> HookedRuntime
    {
        JournalRuntime(journal: journal, failure: failure).wrapped(by: [
            JournalHook(name: "a", journal: journal, failsIn: a), JournalHook(name: "b", journal: journal, failsIn: b),
        ])
    }

    @Test func hooksNestLikeAnOnion() async throws {
        _ = try await runtime().run(options)
        #expect(
            journal.entries == [
                "a.preRun", "b.preRun", "run i+a+b", "asked for \(options.configHash)", "b.postRun", "a.postRun",
                "b.ready", "a.ready",
            ])
    }

    @Test func aRunReturnsWhatItDid() async throws {
        let outer = runtime().wrapped(by: [JournalHook(name: "o", journal: journal)])
        let result = try await outer.run(options, configHash: "00ff", observer: RunObserver())
        #expect(result.container.name == "n")
        #expect(result.options.image == "i+o+a+b")
        #expect(result.changes.map(\.hook) == ["o", "a", "b"])
        #expect(result.changes.first?.changes == [OptionChange(path: "image", before: "\"i\"", after: "\"i+o\"")])
        #expect(journal.entries.contains("asked for 00ff"))
    }

    @Test func hooksKnowTheDigestOfWhatWasAskedForAndCannotChangeIt() async throws {
        struct Reader: RunHook {
            let journal: Journal
            func preRun(_ options: inout RunOptions, in context: RunContext) {
                options.image = "other"
                journal.note("knows \(context.configHash ?? "nothing")")
            }
        }
        _ = try await JournalRuntime(journal: journal).wrapped(by: [Reader(journal: journal)]).run(options)
        #expect(journal.entries.contains("knows \(options.configHash)"))
        #expect(journal.entries.contains("asked for \(options.configHash)"))
    }

    @Test func aWrappedRuntimeCanBeWrappedAgain() async throws {
        let outer = runtime().wrapped(by: [JournalHook(name: "o", journal: journal)])
        _ = try await outer.run(options)
        #expect(journal.entries.first == "o.preRun")
        #expect(Array(journal.entries.dropFirst(5).prefix(3)) == ["b.postRun", "a.postRun", "o.postRun"])
    }

    @Test func aFailingPreRunCreatesNothingAndUndoesTheHooksBefore() async throws {
        let error = try await #require(throws: HookError.self) { try await runtime(nil, .preRun).run(options) }
        #expect(error.hook == "b" && error.phase == .preRun && error.underlying.first is Broken)
        #expect(
            journal.entries == [
                "a.preRun", "b.preRun", "a.undo", "a.failed: a: hook 'b' failed in preRun: Broken()",
            ])
    }

    @Test func aFailingRunUndoesAllHooks() async {
        await #expect(throws: Broken.self) { try await runtime(failure: Broken()).run(options) }
        #expect(
            journal.entries.suffix(4) == ["b.undo", "a.undo", "b.failed: Broken()", "a.failed: Broken()"])
    }

    @Test func aFailureToTellOfAFailureIsAddedToIt() async throws {
        let error = try await #require(throws: RunFailures.self) {
            try await runtime(nil, .failed, failure: Broken()).run(options)
        }
        #expect(error.errors.first is Broken)
        #expect(error.errors.dropFirst().map { ($0 as? HookError)?.phase } == [.failed])
        #expect(journal.entries.last == "a.failed: Broken()")
    }

    @Test func hooksAreToldOfACancellation() async {
        let (running, begins) = AsyncStream.makeStream(of: Void.self)
        let hooked = JournalRuntime(journal: journal, hangs: begins)
            .wrapped(by: [JournalHook(name: "a", journal: journal)])
        let run = Task { try await hooked.run(options) }
        for await _ in running {}
        run.cancel()
        await #expect(throws: CancellationError.self) { try await run.value }
        #expect(journal.entries.suffix(2) == ["a.undo", "a.failed: CancellationError()"])
    }

    @Test func aFailingPostRunRollsBackAndUndoes() async throws {
        let error = try await #require(throws: HookError.self) { try await runtime(.postRun).run(options) }
        #expect(error.phase == .postRun)
        #expect(journal.entries.dropLast(2).suffix(3) == ["roll back", "b.undo", "a.undo"])
    }

    @Test func aFailingReadyStopsRemovesAndUndoes() async throws {
        let error = try await #require(throws: HookError.self) { try await runtime(.ready).run(options) }
        #expect(error.phase == .ready)
        #expect(journal.entries.dropLast(2).suffix(4) == ["stop", "remove", "b.undo", "a.undo"])
    }

    @Test func aFailingPreStopDoesNotKeepTheContainer() async throws {
        let error = try await #require(throws: HookError.self) {
            try await runtime(.preStop, .postStop).stop(ContainerID("c1"), timeout: .seconds(1))
        }
        #expect(error.hook == "a" && error.phase == .preStop)
        #expect(error.underlying.count == 2)
        #expect(journal.entries == ["a.preStop", "b.preStop", "stop", "b.postStop", "a.postStop"])
    }

    @Test func aHookThatHangsIsLeftBehind() async throws {
        let hanging = JournalRuntime(journal: journal).wrapped(by: [
            JournalHook(name: "h", journal: journal, hangsIn: .preRun)
        ])
        let error = try await #require(throws: HookError.self) { try await hanging.run(options) }
        #expect(error.timeLimit == .milliseconds(50))
        #expect(error.exitCode == .timedOut)
    }

    @Test func valuesGoFromPreRunToPostRun() async throws {
        struct Counter: RunContext.Key { typealias Value = Int }
        struct Keeper: RunHook {
            let journal: Journal
            func preRun(_ options: inout RunOptions, in context: RunContext) { context[Counter.self] = 41 }
            func postRun(_ container: ContainerInfo, in context: RunContext) {
                journal.note("kept \(context[Counter.self] ?? 0)")
            }
        }
        _ = try await JournalRuntime(journal: journal).wrapped(by: [Keeper(journal: journal)]).run(options)
        #expect(journal.entries.last == "kept 41")
    }

    @Test func aDenialHasItsOwnExitCode() {
        let error = HookError(hook: "h", phase: .preRun, agent: "a", underlying: [RunDenied("no")])
        #expect(error.exitCode == .denied)
    }
}
