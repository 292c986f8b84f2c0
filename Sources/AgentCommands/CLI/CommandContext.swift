import AgentRuntime
import ArgumentParser
import Diagnostics
import FoundationEssentials
import Logging

/// What a command may touch of the outer world.
struct CommandContext: Sendable {
    /// Standard output, for results.
    private(set) var output: OutputChannel
    /// Standard error, for messages.
    let messages: OutputChannel
    /// The terminal behind standard input.
    let terminal: Terminal
    /// Whether the user wants the command to end.
    let interruption: Interruption
    /// How far the command has come.
    let stage = CommandStage()
    /// Whether the command is there to stop agents, so that the first Ctrl-C kills what takes its time.
    private(set) var stopsAgents = false
    /// What this command created and has not removed.
    let journal = RunJournal()
    /// The root of the command line that runs, for what must know all commands.
    let root: any ParsableCommand.Type
    /// What this command line is built with.
    let extensions: Extensions
    /// Annotations for GitHub Actions, where they are wanted.
    private(set) var annotations: Annotations?

    init(
        output: OutputChannel = OutputChannel(descriptor: 1), messages: OutputChannel = OutputChannel(descriptor: 2),
        terminal: Terminal = Terminal(descriptor: 0), interruption: Interruption = Interruption(),
        root: any ParsableCommand.Type = RootCommand.self,
        extensions: Extensions = Extensions()
    ) {
        self.output = output
        self.messages = messages
        self.terminal = terminal
        self.interruption = interruption
        self.root = root
        self.extensions = extensions
    }

    /// The same with what agents print on standard error, for commands whose results are something else.
    var sparingOutput: CommandContext {
        var context = self
        context.output = messages
        return context
    }

    /// The same for a command that is there to stop agents.
    var stopping: CommandContext {
        var context = self
        context.stopsAgents = true
        return context
    }

    /// The same with annotations and groups, where they are wanted.
    func annotating(_ annotates: Bool) -> CommandContext {
        var context = self
        if annotates { context.annotations = Annotations(on: messages, environment: environment) }
        return context
    }

    /// Writes what `body` writes as a group, where there are groups.
    func grouped<Value: Sendable>(_ title: String, _ body: () async throws -> Value) async throws -> Value {
        guard let annotations else { return try await body() }
        return try await annotations.group(title, body)
    }

    /// Where hooks and runs log: nowhere unless the user asked.
    func logger(of session: EngineSession?) -> Logger {
        session?.logger ?? Self.silent
    }

    static let silent = Logger(label: "aac-runtime") { _ in SwiftLogNoOpLogHandler() }

    /// What makes text and JSON of errors, for standard error.
    var renderer: ErrorRenderer {
        ErrorRenderer(usesColor: messages.usesColor(environment), advice: CommandAdvice.advice)
    }

    /// The process's environment.
    var environment: [String: String] { ProcessInfo.processInfo.environment }

    /// The value of an environment variable; nil when it is unset or empty.
    func environment(_ name: String) -> String? {
        environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}
