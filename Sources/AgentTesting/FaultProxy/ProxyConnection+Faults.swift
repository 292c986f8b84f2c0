/// What a client gets in place of the engine's answer.
extension ProxyConnection {
    /// Answers a call that the engine never sees.
    /// - Returns: whether the connection can take another call.
    func answer(_ call: ProxiedCall, _ request: MessageFraming, with fault: Fault) throws -> Bool {
        switch fault {
        case .refused:
            core.refuse(for: core.rule?.extent == .once ? FaultProxy.refusalTime : nil)
            return false
        case .status(let code):
            try drain(request)
            let body = call.method == "HEAD" ? "" : #"{"message":"a fault was injected"}"# + "\n"
            try client.send(
                "HTTP/1.1 \(code) Injected\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
                    + body)
            return true
        case .hang:
            try drain(request)
            try client.stall()
            return false
        case .garbage:
            try drain(request)
            try client.send((0..<4096).map { _ in UInt8.random(in: 0x80...0xff) })
            return false
        case .streamError:
            try drain(request)
            let document =
                #"{"errorDetail":{"message":"a fault was injected"},"error":"a fault was injected"}"# + "\r\n"
            try client.send(Self.chunkedHead + Self.chunk(document) + "0\r\n\r\n")
            return true
        case .unbounded:
            try drain(request)
            try client.send(Self.chunkedHead)
            let chunk = Array(Self.chunk(String(repeating: " ", count: 256 << 10)).utf8)
            while true { try client.send(chunk) }
        case .closed, .drip, .replyLost, .cutHead, .cutBody, .cutJSON, .cutChunk:
            return false
        }
    }

    /// Carries a call out and spoils its answer.
    /// - Returns: whether the connection can take another call.
    func carryOut(_ call: ProxiedCall, _ request: MessageFraming, spoiling fault: Fault) throws -> Bool {
        // An open-ended answer cannot be waited for; what it says is spoilt as it comes.
        let fault = call.isOpenEnded && (fault == .cutJSON || fault == .cutChunk) ? .cutBody : fault
        var answer: MessageFraming?
        let goesOn = try carry(out: call, request, keepsPayload: true) { soFar, piece in
            answer = soFar
            let isHead = piece.count == soFar.head.count && piece == soFar.head
            switch fault {
            case .drip(let pause):
                try client.drip(piece, every: pause)
                return true
            case .replyLost: return !call.isOpenEnded
            case .cutHead:
                try client.send(Array(soFar.head.prefix(soFar.head.count / 2)))
                return false
            case .cutBody:
                if isHead, !soFar.isComplete {
                    try client.send(piece)
                    return true
                }
                try client.send(Array(piece.prefix(piece.count / 2)))
                return false
            default: return true
            }
        }
        guard let answer, answer.isComplete else { return goesOn }
        switch fault {
        case .drip: return goesOn
        case .cutJSON:
            let half = answer.payload.prefix(answer.payload.count / 2)
            try client.send(Self.reframed(answer.head, "Content-Length: \(half.count)") + half)
            return goesOn
        case .cutChunk:
            let half = answer.payload.prefix(answer.payload.count / 2)
            let size = String(max(answer.payload.count, 1), radix: 16)
            try client.send(Self.reframed(answer.head, "Transfer-Encoding: chunked") + Array("\(size)\r\n".utf8) + half)
            return false
        default: return false
        }
    }

    /// Reads the rest of the request, so that the client is done with sending.
    private func drain(_ request: MessageFraming) throws {
        var request = request
        while !request.isComplete {
            let bytes = try client.receiveSome()
            let taken = request.consume(bytes[...])
            client.putBack(bytes.dropFirst(taken))
        }
    }

    private static let chunkedHead =
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"

    private static func chunk(_ text: String) -> String { "\(String(text.utf8.count, radix: 16))\r\n\(text)\r\n" }

    /// The same head with other framing.
    private static func reframed(_ head: [UInt8], _ field: String) -> [UInt8] {
        let lines = String(decoding: head, as: UTF8.self).split(separator: "\r\n").filter {
            let name = $0.prefix { $0 != ":" }.lowercased()
            return name != "content-length" && name != "transfer-encoding"
        }
        return Array((lines.joined(separator: "\r\n") + "\r\n\(field)\r\n\r\n").utf8)
    }
}
