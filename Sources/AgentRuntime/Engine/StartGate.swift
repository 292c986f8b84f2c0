import AgentLauncher
import Diagnostics
import Glibc
import SystemPackage

/// A named pipe that the launcher reads like a secret, right before it executes the agent's command: until its only writer closes
/// it, the agent's process waits there.
struct StartGate: Sendable {
    /// How long the process may take from the container's start to the gate.
    private static let patience = Duration.seconds(30)

    /// The pipe on this host.
    let path: String

    /// Where it is in the container.
    static let containerPath = "/run/aac/gate"

    /// How the launcher is told to read it; the variable is empty.
    static let variable = AgentLauncher.Secret(name: "AAC_WATCHED", path: containerPath)

    /// Calls `body` while the process that comes to the gate waits there, and lets it go on.
    ///
    /// - Parameter first: the container's first process, whose child comes to the gate.
    func hold(childOf first: Int, _ body: (_ process: Int) async throws -> Void) async throws {
        let writer = try await opened()
        // Closed even when `body` throws: the container goes down then, and nothing in it should hang.
        defer { try? writer.close() }
        let children = (KernelView.text("/proc/\(first)/task/\(first)/children") ?? "")
            .split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
        guard let child = children.first, children.count == 1 else { throw StartGateError(reason: .noChild) }
        try await body(child)
    }

    /// A pipe can be opened for writing without waiting only when somebody reads it already; nothing tells when that is.
    private func opened() async throws -> FileDescriptor {
        let deadline = ContinuousClock.now + Self.patience
        while true {
            do { return try FileDescriptor.open(path, .writeOnly, options: [.nonBlocking, .closeOnExec]) } catch Errno
                .noSuchAddressOrDevice
            {
                guard ContinuousClock.now < deadline else { throw StartGateError(reason: .nobodyCame) }
            }
            try await Task.sleep(for: .milliseconds(2))
        }
    }
}

/// The agent's process did not come to the gate.
private struct StartGateError: ReportableError {
    enum Reason { case nobodyCame, noChild }

    var reason: Reason
    var reportCode: String { "run.not-held" }
    var summary: String {
        switch reason {
        case .nobodyCame: "the agent's process did not come to where it is to wait"
        case .noChild: "the agent's process cannot be told from others of its container"
        }
    }
    var exitCode: ExitCode { .failure }
}
