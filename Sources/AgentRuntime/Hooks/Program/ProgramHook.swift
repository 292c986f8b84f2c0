import AgentManifest
import Diagnostics
import FoundationEssentials

/// A program of this host as a hook: `spec.hooks.preRun: [{exec: [./check]}]` and its sisters. It is called in one phase.
///
/// It runs in the manifest's folder and gets JSON on standard input: in `preRun` the ``RunOptions``, in `postRun` and `ready` the
/// ``ContainerInfo``, in `preStop` and `postStop` `{"ID": …}`, in `failed` the error as `--output json` prints it. What `preRun`
/// prints on standard output changes the options, as <doc:HookPrograms> tells; nothing leaves them as they are. Exit code 0 lets
/// the run go on, 2 denies it with the reason on standard error (``RunDenied``), any other and a signal mean that the program
/// broke (``ProgramError``).
///
/// The environment is that of the command, with `AAC_HOOK`, `AAC_HOOK_PHASE`, `AAC_PROJECT`, `AAC_AGENT`, `AAC_RUN_ID`, in all phases but
/// `preRun` and `failed` `AAC_CONTAINER_ID`, and `AAC_PLAN=1` where nothing is going to run.
public struct ProgramHook: RunHook {
    /// The exit code that denies a run.
    public static let denial: Int32 = 2
    private static let reasonLimit = 1000

    /// The name used in messages.
    public let name: String
    /// The program and its arguments: one with a slash is relative to `directory`, any other is looked for in `PATH`.
    public let program: [String]
    /// The working directory: the manifest's folder, absolute.
    public let directory: String
    /// When it is called.
    public let phase: HookError.Phase
    /// How long the program may take before it is killed; 30 s unless given.
    public let limit: Duration
    /// What a failure means; `fail` unless given. A denial always ends the run.
    public let failureMode: HookFailureMode
    /// The environment that the program gets, beside what tells it about the run.
    public let environment: [String: String]

    /// Creates a hook; its environment is that of this process unless given.
    public init(
        name: String, program: [String], directory: String, phase: HookError.Phase, timeLimit: Duration = .seconds(30),
        onError failureMode: HookFailureMode = .fail,
        environment: [String: String]? = nil
    ) {
        self.name = name
        self.program = program
        self.directory = directory
        self.phase = phase
        limit = timeLimit
        self.failureMode = failureMode
        self.environment = environment ?? ProcessInfo.processInfo.environment
    }

    /// The program's own limit, and the time that it takes to kill it with its children.
    public var timeLimit: Duration { limit + .seconds(5) }

    /// Runs the program where this is its phase, and changes the options as it says.
    public func preRun(_ options: inout RunOptions, in context: RunContext) async throws {
        guard phase == .preRun else { return }
        let output = try await call(json(options), container: nil, in: context)
        guard output.contains(where: { !Self.isSpace($0) }) else { return }
        do {
            options = try options.changed(by: output)
        } catch {
            let beginning = TerminalText.line(String(decoding: output.prefix(200), as: UTF8.self))
            throw ProgramError(
                error.isIdentity ? .identityChanged : .invalidOutput, program: program.first ?? "", error.message,
                details: error.isIdentity ? [] : ["it printed: \(beginning)"],
                hint: error.hint
                    ?? "standard output is for the changed options alone; messages belong on standard error")
        }
    }

    /// Runs the program where this is its phase.
    public func postRun(_ container: ContainerInfo, in context: RunContext) async throws {
        guard phase == .postRun else { return }
        _ = try await call(json(container), container: container.id, in: context)
    }

    /// Runs the program where this is its phase.
    public func ready(_ container: ContainerInfo, in context: RunContext) async throws {
        guard phase == .ready else { return }
        _ = try await call(json(container), container: container.id, in: context)
    }

    /// Runs the program where this is its phase.
    public func preStop(_ container: ContainerID, in context: RunContext) async throws {
        guard phase == .preStop else { return }
        _ = try await call(json(["ID": container.rawValue]), container: container, in: context)
    }

    /// Runs the program where this is its phase.
    public func postStop(_ container: ContainerID, in context: RunContext) async throws {
        guard phase == .postStop else { return }
        _ = try await call(json(["ID": container.rawValue]), container: container, in: context)
    }

    /// Runs the program where this is its phase.
    public func failed(_ error: any Error, in context: RunContext) async throws {
        guard phase == .failed else { return }
        _ = try await call(Array("\(ErrorRenderer().json(for: error))\n".utf8), container: nil, in: context)
    }

    private func call(_ input: [UInt8], container: ContainerID?, in context: RunContext) async throws -> [UInt8] {
        let variables = context.variables(hook: name, phase: phase.rawValue, container: container)
        let result = try await HostProgram(
            command: program, directory: directory, environment: environment.merging(variables) { $1 }, timeLimit: limit
        ).run(input: input)
        switch result.ending {
        case .exited(0): return result.output
        case .exited(Self.denial): throw RunDenied(Self.reason(result.errors))
        case .exited, .signalled:
            let isExit = if case .exited = result.ending { true } else { false }
            throw ProgramError(
                isExit ? .failed : .signalled, program: program.first ?? "", result.ending.text,
                details: HostProgram.tail(result.errors),
                hint: isExit ? "a hook ends with 0 to let the run go on, and with 2 to deny it" : nil)
        }
    }

    /// Why the program denies the run, on one line.
    private static func reason(_ errors: [UInt8]) -> String {
        let lines = TerminalText.lines(String(decoding: errors, as: UTF8.self))
            .map { $0.trimmingPrefix { $0 == " " } }.filter { !$0.isEmpty }
        guard !lines.isEmpty else { return "the program gives no reason" }
        let reason = lines.joined(separator: "; ")
        return reason.count > reasonLimit ? "\(reason.prefix(reasonLimit))…" : reason
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    private func json(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(value)) + [0x0A]
    }
}
