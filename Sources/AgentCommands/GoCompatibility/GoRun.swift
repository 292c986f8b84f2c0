import AgentOrchestrator
import AgentRuntime
import Diagnostics
import FoundationEssentials

/// `run --options`: what the Go tool's `Run` does, with its options in and its answer out.
struct GoRun: Sendable {
    let command: RunCommand
    let context: CommandContext

    private var isCompatible: Bool { command.go.isOn }

    /// - Parameter file: where the options are; `-` is standard input.
    /// - Returns: 0, or the container's exit code where the command stays until its end.
    func run(reading file: String) async throws -> ExitCode {
        let asked = try GoRunOptions(json: try await content(of: file), file: file == "-" ? "<stdin>" : file)
        // Go's Run always returns at once; only its command looks at Detach.
        let isDetached = asked.detach || isCompatible
        if asked.interactive, !isDetached, file == "-" {
            throw CommandError(
                .usage, "Interactive wants standard input, which the options come from",
                hint: "give the options in a file, or set Detach")
        }
        let (described, warnings) = try asked.imageRun(in: context, isCompatible: isCompatible)
        try await show(warnings)
        var options = try command.image.options(of: described, in: context)
        options.detach = isDetached
        options.interactive = asked.interactive
        options.terminal = asked.interactive && (isDetached || context.terminal.isTerminal)
        let way: ImageLaunch.Way = isDetached ? .detached : asked.interactive ? .interactive : .foreground
        return try await launch(options, way, makesUpName: described.name == nil)
    }

    private func launch(
        _ options: RunOptions, _ way: ImageLaunch.Way, makesUpName: Bool
    ) async throws -> ExitCode {
        try await command.engine.withSession(in: context) { session in
            let runtime = GoCompatibleRuntime(
                base: session.host.runtime, host: session.host, makesUpName: makesUpName,
                isCompatible: isCompatible)
            let launch = ImageLaunch(
                // Standard output holds the answer and nothing else.
                context: context.sparingOutput, host: session.host.with(runtime),
                announce: { [context] container, options in
                    try await context.output.line(GoContainerInfo(container, asked: options.ports).json)
                })
            return try await launch.run(options, way)
        }
    }

    /// Shows warnings on standard error.
    private func show(_ warnings: [Diagnostic]) async throws {
        guard !warnings.isEmpty else { return }
        let renderer = context.renderer
        try await context.messages.line(renderer.text(for: warnings))
    }

    private func content(of file: String) async throws -> [UInt8] {
        guard file == "-" else {
            do { return Array(try Data(contentsOf: URL(filePath: file))) } catch let error as CocoaError {
                let isMissing = error.code == .fileReadNoSuchFile
                throw CommandError(
                    .inputOutput, "cannot read '\(file)': \(isMissing ? "there is no such file" : "it cannot be read")",
                    hint: "name a file with the options' JSON, or - for standard input")
            }
        }
        var input: [UInt8] = []
        for try await piece in InputStream(descriptor: context.terminal.descriptor) {
            input += piece
            if input.count > GoRunOptions.largest { break }
        }
        return input
    }
}
