import AgentOrchestrator
import ArgumentParser
import Diagnostics

/// `aac-runtime stats`: what agents use.
struct StatsCommand: AgentCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats",
        abstract: "Show what agents use of CPU, memory, network and processes.",
        discussion: """
            One sample, taken over a second; with --follow, more until Ctrl-C. 100 % of CPU is one whole CPU, and memory leaves out \
            the page cache that can be had back.

            Examples:
              aac-runtime stats
              aac-runtime stats --follow hello
              aac-runtime stats --follow --output json | jq -c '{agent, cpuPercent, memory}'
            """)

    @OptionGroup var scope: ScopeOptions
    @OptionGroup var engine: EngineOptions
    @OptionGroup var output: OutputOptions
    var outputFormat: OutputFormat { output.format }

    @Flag(help: "Go on with new samples.")
    var follow = false

    @Argument(help: "The agents, as NAME or NAME/REPLICA; all that run when none is named.")
    var agents: [AgentReference] = []

    func run(in context: CommandContext) async throws -> ExitCode {
        let project = try scope.projectName(in: context)
        return try await engine.withSession(in: context) { session in
            let found = try await session.host.agents(of: project).existing(agents)
            let running = found.filter(\.isRunning)
            guard !running.isEmpty else {
                throw CommandError(
                    .notRunning,
                    agents.isEmpty ? "no agent is running in project '\(project)'" : "none of these agents is running",
                    hint: "start them with `aac-runtime start`")
            }
            if follow {
                try await followAll(running, on: session.host, in: context)
            } else {
                try await show(try await session.host.usage(of: running), in: context)
            }
            return .success
        }
    }

    private func show(_ samples: [UsageSample], in context: CommandContext) async throws {
        switch output.format {
        case .text: try await context.output.write(UsageSample.table(samples).text)
        case .json: try await context.output.document(samples)
        }
    }

    /// Each container's samples come in a stream of its own; the table is drawn when there are new ones.
    private func followAll(
        _ containers: [AgentContainer], on host: AgentHost, in context: CommandContext
    ) async throws {
        let board = UsageBoard(count: containers.count)
        try await withThrowingTaskGroup(of: Role.self) { group in
            for (index, container) in containers.enumerated() {
                group.addTask {
                    try await read(container, at: index, on: host, to: board, in: context)
                    return .reader
                }
            }
            if output.format == .text {
                group.addTask {
                    try await draw(board, in: context)
                    return .drawer
                }
            }
            var readers = containers.count
            for try await role in group where role == .reader {
                readers -= 1
                if readers == 0 { break }
            }
            group.cancelAll()
        }
    }

    private enum Role: Sendable {
        case reader, drawer
    }

    private func read(
        _ container: AgentContainer, at index: Int, on host: AgentHost, to board: UsageBoard,
        in context: CommandContext
    ) async throws {
        try await host.followUsage(of: container) { sample in
            if output.format == .json { try await context.output.object(sample) }
            board.put(sample, at: index)
        }
        board.put(nil, at: index)
    }

    private func draw(_ board: UsageBoard, in context: CommandContext) async throws {
        var drawn: [UsageSample] = []
        while true {
            let samples = board.current
            if samples != drawn {
                // On a terminal the new table takes the place of the old one.
                let start = context.output.isTerminal ? "\u{1B}[H\u{1B}[J" : ""
                try await context.output.write(start + UsageSample.table(samples).text)
                drawn = samples
            }
            try await Task.sleep(for: Self.interval)
        }
    }

    private static let interval = Duration.seconds(1)
}
