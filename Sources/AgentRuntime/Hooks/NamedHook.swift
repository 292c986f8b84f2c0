/// A Swift hook as a manifest names it: with a name, a time limit and a failure mode of the manifest's.
struct NamedHook: RunHook {
    private let base: any RunHook
    let name: String
    let timeLimit: Duration
    let failureMode: HookFailureMode

    init(_ base: any RunHook, name: String, timeLimit: Duration?, failureMode: HookFailureMode) {
        self.base = base
        self.name = name
        self.timeLimit = timeLimit ?? base.timeLimit
        self.failureMode = failureMode == .fail ? base.failureMode : failureMode
    }

    func preRun(_ options: inout RunOptions, in context: RunContext) async throws {
        try await base.preRun(&options, in: context)
    }
    func postRun(_ container: ContainerInfo, in context: RunContext) async throws {
        try await base.postRun(container, in: context)
    }
    func ready(_ container: ContainerInfo, in context: RunContext) async throws {
        try await base.ready(container, in: context)
    }
    func preStop(_ container: ContainerID, in context: RunContext) async throws {
        try await base.preStop(container, in: context)
    }
    func postStop(_ container: ContainerID, in context: RunContext) async throws {
        try await base.postStop(container, in: context)
    }
    func undo(in context: RunContext) async { await base.undo(in: context) }
    func failed(_ error: any Error, in context: RunContext) async throws {
        try await base.failed(error, in: context)
    }
}
