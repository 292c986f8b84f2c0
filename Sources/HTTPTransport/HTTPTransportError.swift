import CCurl
import CCurlShims
public import Diagnostics

/// Why a request got no answer, or only a part of one. A status such as 404 or 500 is an answer and no error.
public struct HTTPTransportError: ReportableError {
    /// What kind of failure it is.
    public enum Code: Sendable, Hashable, CaseIterable {
        /// Nobody listens at the socket or port (ECONNREFUSED).
        case connectionRefused
        /// The Unix socket's path does not exist (ENOENT, ENOTDIR).
        case noSuchFile
        /// The Unix socket may not be opened by this user (EACCES, EPERM).
        case permissionDenied
        /// No connection for another reason: unknown host, unreachable network, too many open files.
        case connectFailed
        /// ``HTTPTimeouts/connect`` passed.
        case connectTimedOut
        /// ``HTTPTimeouts/head`` passed.
        case headTimedOut
        /// ``HTTPTimeouts/idle`` passed.
        case idleTimedOut
        /// ``HTTPTimeouts/total`` passed.
        case totalTimedOut
        /// The peer closed or reset the connection before or within the response.
        case connectionClosed
        /// What came is not HTTP/1.1: status line, field, length or chunk.
        case malformedResponse
        /// The TLS handshake, a certificate or a key failed. A server that refuses our certificate may instead close the
        /// connection while we send: TLS 1.3 lets it speak only after the handshake.
        case tls
        /// ``HTTPBodyStream/collect(upTo:)`` found more bytes than its limit.
        case bodyTooLarge
        /// The request's own body stream threw, or gave more or fewer bytes than its length.
        case requestBodyFailed
        /// The request cannot be sent as HTTP/1.1: its path is missing or has a character that must be percent-encoded.
        case invalidRequest
        /// ``HTTPClient/shutdown()`` was called.
        case shutdown
        /// None of these; `message` says what.
        case other
    }

    /// What kind of failure it is.
    public var code: Code
    /// Where the request went.
    public var endpoint: HTTPEndpoint
    /// The method and the path without its query, such as `GET /_ping`.
    public var request: String
    /// One clause, lower case, without a full stop: what happened.
    public var message: String
    /// The system's error number, where it gave one.
    public var errno: Int32?
    /// Whether the head of the response had come, so that the failure is within its body.
    public var isWithinBody: Bool
    /// The error behind this one: what the request's body stream threw.
    public var cause: (any Error)?

    /// Creates an error.
    public init(
        _ code: Code, _ message: String, endpoint: HTTPEndpoint, request: String, errno: Int32? = nil,
        isWithinBody: Bool = false, cause: (any Error)? = nil
    ) {
        self.code = code
        self.message = message
        self.endpoint = endpoint
        self.request = request
        self.errno = errno
        self.isWithinBody = isWithinBody
        self.cause = cause
    }

    /// `transport.` and the code in kebab case, such as `transport.connection-refused`.
    public var reportCode: String {
        switch code {
        case .connectionRefused: "transport.connection-refused"
        case .noSuchFile: "transport.no-such-file"
        case .permissionDenied: "transport.permission-denied"
        case .connectFailed: "transport.connect-failed"
        case .connectTimedOut: "transport.connect-timed-out"
        case .headTimedOut: "transport.head-timed-out"
        case .idleTimedOut: "transport.idle-timed-out"
        case .totalTimedOut: "transport.total-timed-out"
        case .connectionClosed: "transport.connection-closed"
        case .malformedResponse: "transport.malformed-response"
        case .tls: "transport.tls"
        case .bodyTooLarge: "transport.body-too-large"
        case .requestBodyFailed: "transport.request-body-failed"
        case .invalidRequest: "transport.invalid-request"
        case .shutdown: "transport.shutdown"
        case .other: "transport.other"
        }
    }

    /// What was asked of whom, and what happened.
    public var summary: String { "\(request) at \(endpoint): \(message)" }

    /// 124 for the limits, else 1.
    public var exitCode: ExitCode { isTimeout ? .timedOut : .failure }

    /// The error of the request's body stream.
    public var underlying: [any Error] { cause.map { [$0] } ?? [] }

    /// Whether a limit passed.
    public var isTimeout: Bool {
        switch code {
        case .connectTimedOut, .headTimedOut, .idleTimedOut, .totalTimedOut: true
        default: false
        }
    }

    /// Whether no connection was made, so that the peer cannot have seen the request.
    public var isConnectFailure: Bool {
        switch code {
        case .connectionRefused, .noSuchFile, .permissionDenied, .connectFailed, .connectTimedOut: true
        default: false
        }
    }
}

/// The C library's words for an error number, such as `Permission denied`.
func systemMessage(_ number: Int32) -> String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
        guard let start = buffer.baseAddress, let text = aac_error_message(number, start, buffer.count) else {
            return "error \(number)"
        }
        return String(cString: text)
    }
}
