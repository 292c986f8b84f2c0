import AgentOrchestrator
import ArgumentParser
import Diagnostics

/// `aac-runtime cp`: files between this host and an agent.
struct CopyCommand: AgentCommand {
    static let configuration = CommandConfiguration(
        commandName: "cp",
        abstract: "Copy files and folders between this host and an agent.",
        discussion: """
            One side is AGENT:PATH, the other a path of this host, or - for a tar archive on standard input or output. As with \
            `cp -r`, a copy goes into a destination that is a folder, and else takes its name; SOURCE/. copies what is in a folder. \
            A link that is named is followed, links in a folder are copied as they are. A path of this host with a colon needs a / \
            before it: ./a:b.

            A stopped agent has its files too, except those in memory (tmpfs), where the agent's own tar is used. Copies belong to \
            the agent's user there, and to you here; devices, pipes and sockets stay where they are. Nothing leaves the destination, \
            whatever the agent sends.

            Examples:
              aac-runtime cp data hello:/tmp
              aac-runtime cp hello/2:/etc/hostname .
              aac-runtime cp data/. hello:/tmp
              aac-runtime cp hello:/www ./pages
              aac-runtime cp hello:/etc/hosts - | tar -t
            """)

    @OptionGroup var scope: ScopeOptions
    @OptionGroup var engine: EngineOptions
    var outputFormat: OutputFormat { .text }

    @Argument(help: "What is copied: AGENT:PATH, a path of this host, or -; of several replicas the first that runs.")
    var source: CopyPlace

    @Argument(help: "Where it goes: AGENT:PATH, a path of this host, or -.")
    var destination: CopyPlace

    func validate() throws {
        switch (source, destination) {
        case (.agent, .agent):
            throw ValidationError("one side must be a path of this host; copy between agents through it")
        case (.agent, _), (_, .agent): break
        default: throw ValidationError("no agent is named; write one side as AGENT:PATH")
        }
    }

    func run(in context: CommandContext) async throws -> ExitCode {
        if destination == .archive, context.output.isTerminal {
            throw CommandError(.usage, "an archive is nothing for a terminal", hint: "pass it on: | tar -t, or > FILE")
        }
        if source == .archive, context.terminal.isTerminal {
            throw CommandError(.usage, "standard input is a terminal, not an archive", hint: "tar -c FILES | …")
        }
        let project = try scope.projectName(in: context)
        let current = ProjectName.currentFolder
        return try await engine.withSession(in: context) { session in
            let selector = session.host.agents(of: project)
            switch (source, destination) {
            case (.agent(let agent, let path), let place):
                let view = try await view(of: agent, selector)
                let copy = CopyOut(view: view, source: CopyPath(inContainer: path))
                if case .local(let text) = place {
                    let skipped = try await copy.toHost(CopyPath(text, from: current))
                    if skipped > 0 {
                        try await context.messages.line("warning: \(skipped) devices, pipes or sockets were not copied")
                    }
                } else {
                    try await copy.toArchive { try await context.output.write($0) }
                }
            case (let place, .agent(let agent, let path)):
                let view = try await view(of: agent, selector)
                let copy = CopyIn(view: view, destination: CopyPath(inContainer: path))
                if case .local(let text) = place {
                    try await copy.fromHost(CopyPath(text, from: current))
                } else {
                    try await copy.fromArchive(InputStream(descriptor: context.terminal.descriptor))
                }
            default: break
            }
            return .success
        }
    }

    private func view(of agent: AgentReference, _ selector: AgentSelector) async throws -> ContainerView {
        let found = try await selector.existing([agent])
        let container = found.first(where: \.isRunning) ?? found[0]
        return try await selector.host.files(of: container)
    }
}
