public import Diagnostics

/// A call to an engine, or finding one, that failed.
///
/// What went wrong is told apart by ``code``, never by the engine's text, which is kept as said in ``engineMessage``.
/// Bodies of requests and answers are never part of it, because they may hold secrets.
public struct EngineError: ReportableError {
    /// What kind of failure it is.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// No engine could be reached at any of the places looked at.
        case noEngine = "no-engine"
        /// The address of an engine cannot be understood.
        case invalidAddress = "invalid-address"
        /// The engine speaks only versions of the API that are too old.
        case unsupportedVersion = "unsupported-version"
        /// What answered is not an engine.
        case notAnEngine = "not-an-engine"
        /// The connection failed or broke; the cause is in `underlying`.
        case transport
        /// A time limit passed before the answer was complete.
        case timedOut = "timed-out"
        /// This engine, or this version of it, has no such endpoint or option.
        case notSupported = "not-supported"
        /// An argument that cannot be put into a request, such as an empty name.
        case invalidArgument = "invalid-argument"
        /// 400: the engine does not accept the request.
        case badRequest = "bad-request"
        /// 401: the credentials are missing or wrong.
        case unauthorized
        /// 403: the engine refuses, whoever asks.
        case forbidden
        /// 404: no such object.
        case notFound = "not-found"
        /// 409: a name is taken, or the object's state does not allow this.
        case conflict
        /// 5xx: the engine failed.
        case serverError = "server-error"
        /// Any other status.
        case unexpectedStatus = "unexpected-status"
        /// The answer is not what the API promises.
        case decoding
        /// A stream that began well said, or showed by its bytes, that it failed.
        case streamError = "stream-error"
        /// Registry credentials could not be read.
        case credentials
        /// An image reference that is not one.
        case invalidReference = "invalid-reference"
        /// The embedded engine could not be started.
        case embeddedEngine = "embedded-engine"
    }

    /// What kind of failure it is.
    public var code: Code
    /// What was tried, as a verb phrase: `start container 'web'`.
    public var action: String
    /// The HTTP method, where a request was made.
    public var method: String?
    /// The endpoint's path template, such as `/containers/{id}/start`.
    public var endpoint: String?
    /// The name or id of the object that the call was about.
    public var object: String?
    /// The HTTP status, where the engine answered.
    public var status: Int?
    /// The engine's own words.
    public var engineMessage: String?
    /// Our words about the reason, where the engine said nothing.
    public var message: String?
    /// Further lines, such as what was tried.
    public var details: [String]
    /// What to do next.
    public var hint: String?
    /// The errors behind this one.
    public var underlying: [any Error]

    /// Creates an error; `action` is a verb phrase such as `start container 'web'`.
    public init(
        _ code: Code, _ action: String, message: String? = nil, details: [String] = [], hint: String? = nil,
        underlying: [any Error] = []
    ) {
        self.code = code
        self.action = action
        self.message = message
        self.details = details
        self.hint = hint
        self.underlying = underlying
    }

    /// `engine.` and the code, such as `engine.conflict`.
    public var reportCode: String { "engine.\(code.rawValue)" }

    /// `cannot start container 'web': …` with the engine's words, ours, or the status.
    public var summary: String {
        if code == .noEngine { return message ?? "no engine could be reached" }
        let reason = engineMessage ?? message ?? underlying.first.map { "\($0)" }
        let status = status.map { "the engine answered \($0)" }
        return "cannot \(action): \([status, reason].compactMap(\.self).joined(separator: ": "))"
    }

    /// 69 when no engine answers, 124 when a time limit passed, 64 for an unusable address,
    /// else 1. Callers decide when a refusal is 125.
    public var exitCode: ExitCode {
        switch code {
        case .noEngine, .unsupportedVersion, .notAnEngine, .transport, .embeddedEngine: .engineUnavailable
        case .timedOut: .timedOut
        case .invalidAddress: .usage
        default: .failure
        }
    }
}

extension EngineError {
    /// Whether there was no connection, or it broke before the answer was complete; the engine may be gone, and the call may
    /// have been carried out all the same.
    public var isConnectionLost: Bool {
        switch code {
        case .transport, .streamError: true
        default: false
        }
    }
}
