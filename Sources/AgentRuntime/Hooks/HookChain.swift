import AgentValues
import Diagnostics

/// The hooks of one run or stop, called with their time limits; every failure names hook and phase.
struct HookChain: Sendable {
    /// In order, the first one outermost.
    let hooks: [any RunHook]
    let agent: String
    let context: RunContext

    /// What `preRun` made of the options, and which hooks there are to undo.
    struct Prepared: Sendable {
        var options: RunOptions
        var changes: [HookChanges] = []
        var done: [any RunHook] = []
    }

    /// Calls `preRun` in order.
    ///
    /// - Parameters:
    ///   - prepared: filled in as far as the calls came, also when one throws.
    ///   - changed: told what each hook changed.
    func preRun(_ prepared: inout Prepared, changed: (HookChanges) -> Void = { _ in }) async throws {
        for hook in hooks {
            let before = prepared.options
            let after = try await call(hook, .preRun) {
                var options = before
                try await hook.preRun(&options, in: context)
                guard options.identity == before.identity else { throw IdentityChanged() }
                return options
            }
            // A hook whose failure is a warning has nothing to undo.
            guard let after else { continue }
            prepared.done.append(hook)
            let changes = after.changes(since: before)
            prepared.options = after
            guard !changes.isEmpty else { continue }
            prepared.changes.append(HookChanges(hook: hook.name, changes: changes))
            changed(HookChanges(hook: hook.name, changes: changes))
        }
    }

    /// Calls one phase of every hook in reverse; the first failure ends it.
    func inReverse(
        _ phase: HookError.Phase, _ body: @escaping @Sendable (any RunHook) async throws -> Void
    ) async throws {
        for hook in hooks.reversed() { try await call(hook, phase) { try await body(hook) } }
    }

    /// Calls one phase of every hook, whatever fails, and returns the failures.
    func tryEach(
        _ hooks: [any RunHook], _ phase: HookError.Phase,
        _ body: @escaping @Sendable (any RunHook) async throws -> Void
    ) async -> [HookError] {
        var failures: [HookError] = []
        for hook in hooks {
            do { try await call(hook, phase) { try await body(hook) } } catch {
                failures.append(
                    error as? HookError
                        ?? HookError(hook: hook.name, phase: phase, agent: agent, underlying: [error]))
            }
        }
        return failures
    }

    /// Undoes hooks in reverse, where cancellation cannot reach them, and returns the failures.
    func undo(_ done: [any RunHook]) async -> [HookError] {
        var failures: [HookError] = []
        for hook in done.reversed() {
            do { try await shielded(limit: hook.timeLimit) { await hook.undo(in: context) } } catch {
                failures.append(
                    HookError(hook: hook.name, phase: .undo, agent: agent, underlying: [], timeLimit: hook.timeLimit))
            }
        }
        return failures
    }

    /// Tells hooks in reverse why the run failed, where cancellation cannot reach them, and returns the failures.
    func failed(_ done: [any RunHook], _ error: any Error) async -> [HookError] {
        await Task {
            await tryEach(done.reversed(), .failed) { try await $0.failed(error, in: context) }
        }.value
    }

    /// - Returns: nil when the hook failed and its failure is a warning.
    @discardableResult
    private func call<Value: Sendable>(
        _ hook: any RunHook, _ phase: HookError.Phase, _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value? {
        let failure: HookError
        do {
            return try await withHardTimeLimit(hook.timeLimit, body)
        } catch let limit as TimeLimitExceeded {
            failure = HookError(hook: hook.name, phase: phase, agent: agent, underlying: [], timeLimit: limit.limit)
        } catch is CancellationError where Task.isCancelled {
            throw CancellationError()
        } catch {
            failure = HookError(hook: hook.name, phase: phase, agent: agent, underlying: [error])
            if error is RunDenied { throw failure }
        }
        guard hook.failureMode == .warn else { throw failure }
        context.warn(failure.oneLine)
        return nil
    }
}

/// A hook tried to make the container somebody else's.
private struct IdentityChanged: ReportableError {
    var reportCode: String { "hook.identity" }
    var summary: String { "a hook cannot change whose container it is (identity)" }
    var hint: String? { "change the name or the labels instead" }
}
