import AgentOrchestrator
import AgentValues
import Diagnostics

/// Prints the output of agents: their standard output to ours, their standard error to ours.
struct LogPrinter: LogSink {
    /// How lines look.
    enum Style: Sendable {
        /// As they came.
        case raw
        /// After the agent's name.
        case prefixed
        /// One after the other, without a name.
        case plain
        /// As JSON objects.
        case json
    }

    /// Whether lines carry their time; the streams must have been asked for it.
    let showsTimes: Bool
    private let context: CommandContext
    private let redaction: LogRedaction
    private let cleaner: LogCleaner
    private let prefixes: LogPrefixes
    private let chosenStyle: Style?

    /// - Parameters:
    ///   - project: the project of all of them; their secrets are not printed.
    ///   - origins: all whose output will be printed as far as known, so that the names can be padded and coloured.
    ///   - isRaw: whether a terminal gets what agents print as it is, and not text and colours alone.
    ///   - style: ``Style-swift.enum/raw`` for one agent, ``Style-swift.enum/prefixed`` for several unless given.
    init(
        _ context: CommandContext, project: String, origins: [LogOrigin] = [], isRaw: Bool = false,
        style: Style? = nil, showsTimes: Bool = false
    ) {
        self.context = context
        redaction = LogRedaction(project: project)
        cleaner = LogCleaner(output: context.output, messages: context.messages, isRaw: isRaw)
        chosenStyle = style
        self.showsTimes = showsTimes
        prefixes = LogPrefixes(usesColor: context.output.usesColor(context.environment))
        prefixes.add(origins)
    }

    /// How lines look; it changes when a second agent joins.
    var style: Style { chosenStyle ?? (prefixes.count > 1 ? .prefixed : .raw) }

    /// Agents whose output will be printed too.
    func add(_ origins: [LogOrigin]) { prefixes.add(origins) }

    /// Whether the streams must be asked for times: to show them, or to sort by them.
    func needsTimes(merging: Bool) -> Bool { showsTimes || style == .json || merging }

    /// Prints a stream to its end, as it comes.
    ///
    /// - Parameter hasTimes: whether the stream was asked for times.
    func print(_ stream: LogStream, of origin: LogOrigin, hasTimes: Bool) async throws {
        let form = stream.form(hasTimes: hasTimes)
        var position = LogPosition()
        for try await frame in stream { try await print(frame, form, of: origin, &position) }
        try await finish(&position, of: origin)
    }

    /// Prints what is new of a piece of a stream.
    func print(_ frame: LogFrame, _ form: LogForm, of origin: LogOrigin, _ position: inout LogPosition) async throws {
        guard style == .raw, !showsTimes, form != .stampedText else {
            return try await write(position.lines(frame, form), frame.stream, of: origin)
        }
        if let piece = position.piece(frame, form) { try await write(piece, of: origin) }
    }

    /// Reads what its secrets are.
    func begin(_ origin: LogOrigin) { redaction.begin(origin) }

    /// Prints the unended last lines.
    func finish(_ position: inout LogPosition, of origin: LogOrigin) async throws {
        if style == .raw { try await finish(of: origin) }
        for (kind, line) in position.finish() { try await write([line], kind, of: origin) }
    }

    /// Prints a piece as it came.
    private func write(_ frame: LogFrame, of origin: LogOrigin) async throws {
        // Control characters go first: one in the middle of a secret would keep it from being found and hidden.
        let clean = cleaner.clean(frame.bytes, frame.stream, of: origin)
        try await channel(frame.stream).write(redaction.redact(clean, frame.stream, of: origin))
    }

    /// Prints what was held back.
    private func finish(of origin: LogOrigin) async throws {
        for stream in [LogFrame.Stream.stdout, .stderr] {
            try await channel(stream).write(redaction.finish(stream, of: origin))
        }
    }

    /// Prints lines of one stream in one go.
    func write(_ lines: [LogLine], _ kind: LogFrame.Stream, of origin: LogOrigin) async throws {
        guard !lines.isEmpty else { return }
        let lines = lines.map { line in
            var line = line
            if style != .json { line.text = cleaner.clean(line: line.text, kind) }
            line.text = redaction.redact(line: line.text, kind, of: origin)
            return line
        }
        if style == .json {
            for line in lines {
                try await context.output.object(
                    Object(
                        agent: origin.agent, replica: origin.replica, stream: kind == .stderr ? "stderr" : "stdout",
                        text: String(decoding: line.text, as: UTF8.self), time: line.time))
            }
            return
        }
        var bytes: [UInt8] = []
        for line in lines {
            if style == .prefixed { bytes += prefixes.prefix(of: origin, kind).utf8 }
            if showsTimes, let time = line.time { bytes += "\(time) ".utf8 }
            bytes += line.text
            bytes.append(UInt8(ascii: "\n"))
        }
        try await channel(kind).write(bytes)
    }

    private func channel(_ kind: LogFrame.Stream) -> OutputChannel {
        kind == .stderr ? context.messages : context.output
    }

    private struct Object: Encodable {
        var agent: String
        var replica: Int
        var stream: String
        var text: String
        var time: EngineTime?
    }
}
