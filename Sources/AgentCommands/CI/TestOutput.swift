import AgentRuntime
import AgentValues
import SystemPackage

/// What a test's command, or an agent, prints: without the values of secrets it goes to a file, its end is kept, and it is shown where
/// that is wanted.
actor TestOutput {
    private var redactors: [LogFrame.Stream: Redactor] = [:]
    private let values: [SecretValue]
    private let file: FileDescriptor?
    private let shows: (@Sendable ([UInt8], LogFrame.Stream) async throws -> Void)?
    private var end: [UInt8] = []

    /// How much is kept from the end.
    private static let kept = 256 << 10

    /// - Parameters:
    ///   - values: the values that are left out.
    ///   - file: where everything is written; it is closed at the end.
    ///   - shows: what passes it on to the user.
    init(
        hiding values: [SecretValue], file: FileDescriptor?,
        shows: (@Sendable ([UInt8], LogFrame.Stream) async throws -> Void)? = nil
    ) {
        self.values = values
        self.file = file
        self.shows = shows
    }

    /// Takes a piece.
    func take(_ bytes: [UInt8], _ stream: LogFrame.Stream) async throws {
        var redactor = redactors[stream] ?? Redactor(values)
        let clean = redactor.redact(bytes)
        redactors[stream] = redactor
        try await pass(clean, stream)
    }

    /// Passes on what was held back, and closes the file.
    func finish() async throws {
        for stream in [LogFrame.Stream.stdout, .stderr] {
            if var redactor = redactors.removeValue(forKey: stream) { try await pass(redactor.finish(), stream) }
        }
        try file?.close()
    }

    /// The end of everything, as text.
    var text: String { String(decoding: end, as: UTF8.self) }

    private func pass(_ bytes: [UInt8], _ stream: LogFrame.Stream) async throws {
        guard !bytes.isEmpty else { return }
        end = Array((end + bytes).suffix(Self.kept))
        _ = try file?.writeAll(bytes)
        try await shows?(bytes, stream)
    }
}
