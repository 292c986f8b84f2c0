import AgentOrchestrator
import AgentRuntime
import ArgumentParser
import Diagnostics

/// `aac-runtime run`: one image, without a manifest.
struct RunCommand: AgentCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run one image, without a manifest.",
        discussion: """
            The same limits and the same tight defaults as for agents of a manifest. In the foreground the output is shown, the \
            container is removed at the end, and the exit status is the container's own; --wait does the same without the \
            output; with --detach it goes on running.

            --options takes the JSON of the Go tool's runtime.RunOptions (Image, Ports, Environment, Detach, Name, Volumes, \
            Interactive) and prints its runtime.ContainerInfo on one line of standard output once the container runs. Without \
            Detach the command then stays until the container's end, with its output on standard error. Exit status 65 when the \
            JSON is not what it should be.

            Examples:
              aac-runtime run -p 8080 hello:1.0
              aac-runtime run -d --name web -p 80:8080 -e MODE=test -v ./data:/data:ro hello:1.0
              aac-runtime run -it --rm hello:1.0 sh
              aac-runtime run --level restricted --network none -w /tmp --entrypoint sh hello:1.0 -c pwd
              aac-runtime run --wait --output json hello:1.0 sh -c 'exit 3'
              echo '{"Image": "hello:1.0", "Ports": ["9000:8080"], "Detach": true}' | aac-runtime run --options -
            """)

    @Option(
        help: ArgumentHelp(
            "Take the image and all else from JSON as a Go program writes it; - is standard input.", valueName: "file"),
        completion: .file(extensions: ["json"]))
    var options: String?

    @Argument(help: ArgumentHelp("The image.", valueName: "image"))
    var reference: String?

    @Argument(
        parsing: .captureForPassthrough,
        help: ArgumentHelp("Arguments for the image's entrypoint.", valueName: "argument"))
    var arguments: [String] = []

    @OptionGroup var image: ImageRunOptions
    @OptionGroup var variables: VariableFiles
    @OptionGroup var go: GoCompatibilityOptions
    @OptionGroup var engine: EngineOptions
    @OptionGroup var progress: ProgressOptions
    @OptionGroup var output: OutputOptions
    var outputFormat: OutputFormat { output.format }

    @OptionGroup var raw: RawOption

    @Flag(name: .shortAndLong, help: "Leave the container running, and print its id.")
    var detach = false

    @Flag(name: .shortAndLong, help: "Connect the terminal to the container.")
    var interactive = false

    @Flag(name: .shortAndLong, help: "Give the command a terminal.")
    var tty = false

    @Flag(help: "Remove the container when it has ended, which is so anyway unless --detach is given.")
    var rm = false

    @Flag(name: .customLong("init"), help: "Run an init process, which is so anyway.")
    var initProcess = false

    @Option(
        help: ArgumentHelp(
            "What the engine does when the command ends: no, always, unless-stopped, on-failure[:N]; with --detach.",
            valueName: "policy"))
    var restart: RestartArgument?

    @Option(help: ArgumentHelp("When to pull the image: missing (the default), always or never.", valueName: "when"))
    var pull = PullPolicy.missing

    @Flag(help: "Show no output, wait until the container ends, and exit with its exit code.")
    var wait = false

    mutating func validate() throws {
        if wait, detach || interactive {
            throw ValidationError(
                "--wait stays until the end and shows nothing, so --\(detach ? "detach" : "interactive") contradicts it"
            )
        }
        if rm, detach {
            throw ValidationError(
                "--rm with --detach: nobody is there at its end; give it a --ttl, or leave out one of the two")
        }
        if restart != nil, !detach {
            throw ValidationError("--restart is for --detach: in the foreground the command's end is the end")
        }
        guard options != nil else {
            if reference == nil { throw ValidationError("there is no image to run; name one, or --options") }
            return
        }
        if reference != nil {
            throw ValidationError("--options says which image to run; leave out '\(reference ?? "")'")
        }
        let others = [
            ("--detach", detach), ("--interactive", interactive), ("--wait", wait),
            ("--env-file", !variables.files.isEmpty),
        ]
        let given = image.givenForGo + others.filter(\.1).map(\.0)
        if !given.isEmpty {
            throw ValidationError("--options says all that; leave out \(given.joined(separator: ", "))")
        }
    }

    func run(in context: CommandContext) async throws -> ExitCode {
        if let options { return try await GoRun(command: self, context: context).run(reading: options) }
        var described = try image.run(
            reference ?? "", arguments, publishingOn: GoRules.address(isCompatible: go.isOn), in: context)
        described.environment.merge(try variables.read()) { own, _ in own }
        if go.isOn, described.ports.isEmpty { described.ports = [GoRules.defaultPort(isCompatible: true)] }
        var options = try image.options(of: described, in: context)
        options.detach = detach
        options.interactive = interactive
        if tty, interactive, !context.terminal.isTerminal {
            throw CommandError(
                .noTerminal, "--tty with --interactive needs a terminal, and standard input is none",
                hint: "leave out -t to pass input from a pipe or a file")
        }
        options.terminal = tty || (interactive && context.terminal.isTerminal)
        options.restart = restart?.policy ?? .no
        return try await launch(options, in: context)
    }

    private var way: ImageLaunch.Way { wait ? .waiting : detach ? .detached : interactive ? .interactive : .foreground }

    private func launch(_ options: RunOptions, in context: CommandContext) async throws -> ExitCode {
        try await engine.withSession(in: context) { session in
            try await pull.apply(to: options.image, on: session, in: context)
            var host = session.host
            if go.isOn {
                host = host.with(
                    GoCompatibleRuntime(
                        base: host.runtime, host: host, makesUpName: image.name == nil, isCompatible: true))
            }
            var launch = ImageLaunch(context: context, host: host)
            launch.isRaw = raw.isOn
            // Without a terminal a single image is run in silence, unless steps are asked for.
            let kind = try progress.kind(in: context, logging: engine.logging)
            launch.progress = progress.progress == .auto && kind == .plain ? nil : kind
            if detach { launch.announce = { container, _ in try await show(container, in: context) } }
            if output.format == .json { launch.finish = { try await context.output.document($0) } }
            return try await launch.run(options, way)
        }
    }

    private func show(_ container: ContainerInfo, in context: CommandContext) async throws {
        guard output.format == .text else { return try await context.output.document(container) }
        try await context.output.line(container.id.rawValue)
    }
}
