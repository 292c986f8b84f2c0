/// What can go wrong with one call of an engine.
public enum Fault: Sendable, Hashable {
    /// Nobody listens any more: connections break, new ones are refused. Once means for ``FaultProxy/refusalTime``.
    case refused
    /// This status and a JSON message are answered; the engine never sees the call.
    case status(Int)
    /// The call is read and never answered; the engine never sees it.
    case hang
    /// The call is carried out, and its answer comes byte by byte with this pause before each.
    case drip(Duration)
    /// The call is carried out, and the connection closes without an answer.
    case replyLost
    /// The connection closes without an answer; the engine never sees the call.
    case closed
    /// The call is carried out, and the connection closes within the answer's head.
    case cutHead
    /// The call is carried out, and the connection closes within the answer's body.
    case cutBody
    /// The call is carried out, and the answer is well framed but holds the first half of its body alone.
    case cutJSON
    /// The call is carried out, and the connection closes within a chunk of the answer (RFC 9112, 7.1).
    case cutChunk
    /// Bytes that are not HTTP are answered; the engine never sees the call.
    case garbage
    /// 200, and an error as the only document of the stream, as builds and pulls report theirs; the engine never sees the call.
    case streamError
    /// 200, and a body that does not end; the engine never sees the call.
    case unbounded
}

extension Fault: CustomStringConvertible {
    /// The fault as one word, such as `reply-lost` or `500`.
    public var description: String {
        switch self {
        case .refused: "refused"
        case .status(let code): "\(code)"
        case .hang: "hang"
        case .drip: "drip"
        case .replyLost: "reply-lost"
        case .closed: "closed"
        case .cutHead: "cut-head"
        case .cutBody: "cut-body"
        case .cutJSON: "cut-json"
        case .cutChunk: "cut-chunk"
        case .garbage: "garbage"
        case .streamError: "stream-error"
        case .unbounded: "unbounded"
        }
    }

    /// Whether the engine carries out the call that the fault strikes.
    public var isAfterExecution: Bool {
        switch self {
        case .drip, .replyLost, .cutHead, .cutBody, .cutJSON, .cutChunk: true
        case .refused, .status, .hang, .closed, .garbage, .streamError, .unbounded: false
        }
    }
}

/// Which calls a fault strikes.
public struct FaultRule: Sendable, Hashable {
    /// How long a fault lasts.
    public enum Extent: String, Sendable, Hashable, CaseIterable {
        /// It strikes one call.
        case once
        /// It strikes that call and all that arrive after it, until ``FaultProxy/heal()``.
        case onwards
    }

    /// The first call that is struck, counted from 1 in the order of arrival.
    public var call: Int
    /// What happens to it.
    public var fault: Fault
    /// Whether it happens to later ones too.
    public var extent: Extent

    /// Creates a rule.
    public init(_ fault: Fault, at call: Int, _ extent: Extent = .once) {
        self.call = call
        self.fault = fault
        self.extent = extent
    }

    func strikes(_ index: Int) -> Bool { extent == .once ? index == call : index >= call }
}
