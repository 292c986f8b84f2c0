import AgentOrchestrator
import ArgumentParser
import Diagnostics

/// `aac-runtime exec`: runs a command in a running agent.
struct ExecCommand: AgentCommand {
    static let configuration = CommandConfiguration(
        commandName: "exec",
        abstract: "Run a command in a running agent.",
        discussion: """
            The exit status is the command's own; 127 when there is no such program in the container, 126 when it cannot be executed. \
            At Ctrl-C the command ends, with all that it started: they have three seconds after SIGTERM. Options stand before the \
            agent's name; everything after it is the command.

            Examples:
              aac-runtime exec -it hello -- sh
              aac-runtime exec hello -- cat /etc/hostname
              echo question | aac-runtime exec -i hello -- cat
              aac-runtime exec -e DEBUG=1 -u 1000 -w /bin hello -- env
            """)

    @OptionGroup var scope: ScopeOptions
    @OptionGroup var engine: EngineOptions

    @Flag(name: .shortAndLong, help: "Pass standard input on to the command.")
    var interactive = false

    @Flag(name: .shortAndLong, help: "Give the command a terminal.")
    var tty = false

    @Flag(name: [.customShort("T"), .customLong("no-tty")], help: "Give the command no terminal, as without --tty.")
    var noTTY = false

    @Flag(name: .shortAndLong, help: "Start the command and leave it alone.")
    var detach = false

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "An environment variable, as NAME=VALUE, or NAME for the value that it has here; repeatable.",
            valueName: "variable"))
    var env: [String] = []

    @Option(name: .shortAndLong, help: ArgumentHelp("Who runs the command: NAME or UID, with an optional :GROUP."))
    var user: String?

    @Option(name: .shortAndLong, help: ArgumentHelp("The command's directory in the container.", valueName: "path"))
    var workdir: String?

    @Argument(help: "The agent, as NAME or NAME/REPLICA; of several replicas the first that runs.")
    var agent: AgentReference

    @Argument(
        parsing: .captureForPassthrough, help: ArgumentHelp("The command and its arguments.", valueName: "command"))
    var commandLine: [String] = []

    private var command: [String] { commandLine.first == "--" ? Array(commandLine.dropFirst()) : commandLine }

    mutating func validate() throws {
        if command.isEmpty { throw ValidationError("there is no command to run; write it after the agent's name") }
        if tty, noTTY { throw ValidationError("--tty and --no-tty contradict each other") }
        if detach, interactive {
            throw ValidationError("--detach leaves the command alone, so --interactive has no use")
        }
    }

    func run(in context: CommandContext) async throws -> ExitCode {
        if tty, interactive, !context.terminal.isTerminal {
            throw CommandError(
                .noTerminal, "--tty with --interactive needs a terminal, and standard input is none",
                hint: "leave out -t to pass input from a pipe or a file")
        }
        let project = try scope.projectName(in: context)
        return try await engine.withSession(in: context) { session in
            let container = try await session.host.agents(of: project).running(agent)
            if detach {
                try await session.host.startDetached(options(in: context), in: container)
                return .success
            }
            let exec = try await session.host.exec(options(in: context), in: container)
            let connection = InteractiveSession(
                connection: exec.connection, hasTerminal: tty, forwardsInput: interactive, context: context)
            do {
                try await connection.run()
            } catch  where error is CancellationError || error is OutputError {
                try await end(exec, in: context)
                throw error
            } catch {
                return ExitCode(rawValue: try await exec.exitCode(afterBreak: error))
            }
            // There is none when the user has detached from the terminal, which engines do on Ctrl-P Ctrl-Q.
            let limit: Duration? = tty ? .seconds(2) : nil
            if let code = try await exec.exitCode(within: limit) {
                return ExitCode(rawValue: code)
            }
            try await context.messages.line("the command goes on in the container")
            return .success
        }
    }

    /// Ends a command that nobody listens to any more, where cancellation cannot reach it.
    private func end(_ exec: AgentExec, in context: CommandContext) async throws {
        let hasEnded = await Task { (try? await exec.end()) ?? false }.value
        if !hasEnded { try await context.messages.line("the command goes on in the container") }
    }

    private func options(in context: CommandContext) -> ExecOptions {
        let environment = context.environment
        let variables = env.compactMap { variable in
            variable.contains("=") ? variable : environment[variable].map { "\(variable)=\($0)" }
        }
        return ExecOptions(
            command, environment: variables, workingDirectory: workdir, user: user, terminal: tty,
            takesInput: interactive)
    }
}
