import AgentValues
import Diagnostics

/// A program of this host, run in a session of its own with bounded time and output.
struct HostProgram: Sendable {
    /// How a program ended.
    enum Ending: Sendable, Hashable {
        case exited(Int32)
        case signalled(Int32)

        /// As part of a sentence.
        var text: String {
            switch self {
            case .exited(let code): "ended with exit code \(code)"
            case .signalled(let signal): "was ended by signal \(signal)"
            }
        }
    }

    /// What a program did.
    struct Result: Sendable {
        var ending: Ending
        /// All of its standard output.
        var output: [UInt8]
        /// The end of its standard error.
        var errors: [UInt8]
    }

    /// The most that a program may print on standard output.
    static let outputLimit = 4 << 20
    /// How much of standard error is kept, from its end.
    static let errorLimit = 64 << 10
    /// The time between SIGTERM and SIGKILL.
    static let grace = Duration.seconds(1)

    /// The program and its arguments, as the manifest writes them.
    var command: [String]
    /// The working directory, absolute.
    var directory: String
    /// All of its environment.
    var environment: [String: String]
    /// How long it may take.
    var timeLimit: Duration

    var name: String { command.first ?? "" }

    /// Runs the program to its end.
    ///
    /// At the time limit, on cancellation and when it prints too much, it and all other processes of its session get SIGTERM,
    /// and SIGKILL at most a second later. Processes that it leaves behind when it ends by itself stay, and nobody waits for them.
    ///
    /// - Throws: ``ProgramError``; `CancellationError`.
    func run(input: [UInt8]) async throws -> Result {
        try Task.checkCancellation()
        let program = try ProgramLookup(self).path()
        let wakeUp = try ProgramWakeUp(for: name)
        let stop: ProgramSupervisor.Stop?
        let result: Result
        (result, stop) = try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let started = SystemThread.start {
                    continuation.resume(
                        with: Swift.Result {
                            try ProgramSupervisor(program: self, path: program, wakeUp: wakeUp).run(input: input)
                        })
                }
                guard !started else { return }
                continuation.resume(throwing: ProgramError(.notStarted, program: name, "needs a thread; there is none"))
            }
        } onCancel: {
            wakeUp.cancel()
        }
        switch stop {
        case nil: return result
        case .cancelled: throw CancellationError()
        case .timeLimit:
            throw ProgramError(
                .timedOut, program: name, "did not end within \(timeLimit.brief), and was killed with its children",
                details: Self.tail(result.errors), hint: "give the hook a longer 'timeout'")
        case .output:
            throw ProgramError(
                .tooMuchOutput, program: name,
                "prints too much: more than \(Self.outputLimit >> 20) MiB on standard output; it was killed with its children",
                details: Self.tail(result.errors), hint: "what is meant for people belongs on standard error")
        }
    }

    /// The last lines of standard error, for an error's details.
    static func tail(_ bytes: [UInt8], lines count: Int = 20) -> [String] {
        let lines = TerminalText.lines(String(decoding: bytes, as: UTF8.self)).filter { !$0.isEmpty }
        guard !lines.isEmpty else { return ["it printed nothing on standard error"] }
        return ["its last words on standard error:"] + lines.suffix(count).map { "  \($0.prefix(500))" }
    }
}
