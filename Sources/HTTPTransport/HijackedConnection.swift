/// A connection that speaks its own protocol after an HTTP upgrade: bytes both ways, each way with an end of its own.
///
/// It closes when it and its `inbound` stream are dropped, or by ``close()``.
public final class HijackedConnection: Sendable {
    /// What the peer sends, from the first byte after the response's head. Its end is the peer's half-close or close.
    public let inbound: HTTPBodyStream
    private let source: BodySource

    init(source: BodySource) {
        self.source = source
        inbound = HTTPBodyStream(source: source)
    }

    /// Sends bytes; returns when they are queued, and waits first for room while the peer is slow to read.
    ///
    /// Cancelling a write that waits closes the connection. Throws ``HTTPTransportError`` when the connection is closed
    /// or ``closeWrite()`` was called.
    public nonisolated(nonsending) func write(_ bytes: [UInt8]) async throws {
        try await source.exchange.write(
            bytes, ended: source.exchange.request.error(.other, "written after closeWrite()", isWithinBody: true))
    }

    /// Ends our direction when all bytes are with the system; the other one stays open.
    ///
    /// That is shutdown(2) with SHUT_WR, or over TLS its close_notify alert. Where libcurl has another TLS library than
    /// OpenSSL, the alert cannot be sent, and the peer sees the end of the TCP stream alone, which some take for an error.
    public nonisolated(nonsending) func closeWrite() async throws {
        source.exchange.finishWriting()
        try await source.exchange.waitUntilSent()
    }

    /// Closes both directions at once. Whoever waits in a read or a write gets a `CancellationError`.
    public func close() {
        source.exchange.cancel()
    }
}
