import FoundationEssentials
import Glibc
import Synchronization
import SystemPackage

/// Standard output or standard error.
///
/// Writes happen on the main thread, one after the other and each whole, because they block while the reader is slow and
/// nothing else needs that thread; a task that is cancelled while it waits for a slow reader gets a `CancellationError`.
final class OutputChannel: Sendable {
    /// The file descriptor.
    let descriptor: CInt
    /// Whether a terminal shows what is written.
    let isTerminal: Bool
    private let broken = Atomic(false)
    /// The live block on the same terminal, above which everything is written.
    @MainActor var region: LiveRegion?

    init(descriptor: CInt) {
        self.descriptor = descriptor
        isTerminal = isatty(descriptor) == 1
    }

    /// Whether the reader has closed its end.
    var readerIsGone: Bool { broken.load(ordering: .relaxed) }

    /// Whether colours are wanted: on a terminal that can, unless `NO_COLOR` is set (no-color.org).
    func usesColor(_ environment: [String: String]) -> Bool {
        isTerminal && environment["NO_COLOR", default: ""].isEmpty && environment["TERM"] != "dumb"
    }

    /// Suspends until the reader goes away, which nobody who has nothing to write notices, or the task is cancelled.
    ///
    /// - Parameter gone: called then.
    func awaitReadersEnd(_ gone: () -> Void) async throws {
        guard await ReaderWatch(descriptor: descriptor).isGone() else { throw CancellationError() }
        broken.store(true, ordering: .relaxed)
        gone()
    }

    /// Runs `body`, and cancels it when the reader goes away.
    ///
    /// - Throws: what `body` throws, or ``OutputError`` when there is no reader any more.
    func whileRead<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) async throws -> Value {
        try await withThrowingTaskGroup(of: Value.self) { group in
            group.addTask { try await body() }
            group.addTask {
                try await self.awaitReadersEnd {}
                throw OutputError(reason: .brokenPipe)
            }
            defer { group.cancelAll() }
            guard let value = try await group.next() else { throw CancellationError() }
            return value
        }
    }

    /// Writes bytes as they are.
    ///
    /// - Throws: ``OutputError``, or `CancellationError`.
    func write(_ bytes: [UInt8]) async throws {
        try await writeNow(bytes)
    }

    /// Writes text as it is.
    func write(_ text: String) async throws { try await write(Array(text.utf8)) }

    /// Writes text and a line end.
    func line(_ text: String) async throws { try await write(text + "\n") }

    /// Writes one JSON document over several lines.
    func document(_ value: some Encodable) async throws {
        try await write(Self.documentBytes(value))
    }

    /// One JSON document over several lines, with its end.
    static func documentBytes(_ value: some Encodable) throws -> [UInt8] {
        JSONLayout.indented(try encode(value)) + [UInt8(ascii: "\n")]
    }

    /// Writes one JSON object on one line, for streams.
    func object(_ value: some Encodable) async throws {
        try await write(Self.encode(value) + [UInt8(ascii: "\n")])
    }

    private static func encode(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(value))
    }

    /// Writes text as it is, without suspending, on the main thread.
    @MainActor func writeNow(_ text: String) throws { try writeNow(Array(text.utf8)) }

    @MainActor private func writeNow(_ bytes: [UInt8]) throws {
        guard let region else { return try writeThrough(bytes) }
        try region.print(bytes)
    }

    /// Writes bytes as they are, also where a live block is.
    @MainActor func writeThrough(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            try waitUntilWritable()
            // A pipe that is writable takes this much without blocking (pipe(7)).
            let count = rest.prefix(Int(PIPE_BUF)).withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count >= 0 {
                rest = rest.dropFirst(count)
                continue
            }
            let reason = Errno(rawValue: errno)
            if reason == .interrupted || reason == .resourceTemporarilyUnavailable { continue }
            throw failure(reason)
        }
    }

    /// Returns when a write will not block, checking now and then whether the task is still wanted.
    @MainActor private func waitUntilWritable() throws {
        var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        while true {
            let count = poll(&request, 1, Self.cancellationCheckInterval)
            if count > 0 { return }
            if count < 0, errno != EINTR { throw failure(Errno(rawValue: errno)) }
            try Task.checkCancellation()
        }
    }

    private func failure(_ reason: Errno) -> OutputError {
        let error = OutputError(reason: reason)
        if error.readerIsGone { broken.store(true, ordering: .relaxed) }
        return error
    }

    /// In milliseconds; it matters only while the reader is slow.
    private static let cancellationCheckInterval: CInt = 50
}
