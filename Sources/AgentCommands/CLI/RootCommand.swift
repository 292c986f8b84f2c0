import ArgumentParser

/// `aac-runtime` itself: the list of commands.
///
/// Not an asynchronous command, so that a command line is parsed without a change of threads.
struct RootCommand: ParsableCommand {
    static let configuration: CommandConfiguration = makeConfiguration()

    /// What the root is made of.
    static func makeConfiguration(name: String = "aac-runtime") -> CommandConfiguration {
        CommandConfiguration(
            commandName: name,
            abstract: "Runs AI agents in containers, on Docker and on Podman.",
            discussion: """
                Examples:
                  aac-runtime up -d            # start the agents of ./agent.yaml, return once they are healthy
                  aac-runtime ps               # what runs
                  aac-runtime logs -f hello    # what it says
                  aac-runtime down             # stop and remove everything

                Exit status: 0 done, 1 the agent or a step failed, 64 wrong usage, 65 manifest invalid, 69 no engine \
                reachable, 74 I/O, 77 denied by a hook or policy, 124 timed out, 125 the engine refused to create or \
                start, 126/127 command not executable/not found, 130 interrupted; in the foreground, the container's own.
                """,
            version: VersionText.short,
            groupedSubcommands: [
                CommandGroup(
                    name: "Launching",
                    subcommands: [
                        UpCommand.self, WatchCommand.self, DownCommand.self, ScaleCommand.self, RunCommand.self,
                        PlanCommand.self,
                        BuildCommand.self,
                        PullCommand.self, TestCommand.self,
                    ]),
                CommandGroup(
                    name: "Agents",
                    subcommands: [
                        PsCommand.self, ProjectsCommand.self, ListCommand.self, PortCommand.self, LogsCommand.self,
                        StopCommand.self, StartCommand.self,
                        RestartCommand.self, RemoveCommand.self, WaitCommand.self, PauseCommand.self,
                        UnpauseCommand.self, KillCommand.self, ExecCommand.self, CopyCommand.self, InspectCommand.self,
                        StatsCommand.self,
                        TopCommand.self, EventsCommand.self, ImagesCommand.self, ReapCommand.self,
                    ]),
                CommandGroup(
                    name: "Help and diagnosis",
                    subcommands: [
                        InitCommand.self, DoctorCommand.self, ValidateCommand.self, SchemaCommand.self,
                        SeccompCommand.self,
                        VersionCommand.self, CompletionCommand.self,
                    ]),
            ])
    }
}

/// The same commands for the parser's own call from completion scripts, which may ask an engine for names.
struct CompletionRoot: AsyncParsableCommand {
    static let configuration = RootCommand.configuration

    /// The first argument of such a call.
    static let firstArgument = "---completion"
}
