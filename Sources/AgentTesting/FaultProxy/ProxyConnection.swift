internal import Glibc

/// One client's connection to a ``FaultProxy``: takes its calls one after the other and carries each to the engine.
///
/// Its methods block; they run on a thread of their own and end, by an error, with the client or the proxy.
final class ProxyConnection {
    let client: RawConnection
    let core: FaultProxyCore
    private var engine: RawConnection?

    init(_ client: RawConnection, _ core: FaultProxyCore) {
        self.client = client
        self.core = core
    }

    /// Takes calls until the client leaves.
    func serve() throws {
        defer { engine?.close() }
        while true {
            let request = try receiveHead()
            let words = request.startLine
            guard words.count == 3 else { return }
            let (call, fault) = core.arrived(method: words[0], target: words[1])
            defer { core.left(call.index) }
            core.observe(call, .beforeExecution)
            // Whoever was killed meanwhile had not sent the call.
            guard !client.isHungUp, try handle(call, request, fault) else { return }
        }
    }

    private func receiveHead() throws -> MessageFraming {
        var request = MessageFraming(.request)
        while !request.headIsComplete {
            let bytes = try client.receiveSome()
            let taken = request.consume(bytes[...])
            client.putBack(bytes.dropFirst(taken))
        }
        return request
    }

    /// - Returns: whether the connection can take another call.
    private func handle(_ call: ProxiedCall, _ request: MessageFraming, _ fault: Fault?) throws -> Bool {
        guard let fault else {
            return try carry(out: call, request) { _, piece in
                try client.send(piece)
                return true
            }
        }
        if !fault.isAfterExecution { return try answer(call, request, with: fault) }
        return try carryOut(call, request, spoiling: fault)
    }

    /// Sends the request on and hands its answer over piece by piece, the head first and alone.
    ///
    /// - Parameter deliver: gets the answer so far and the piece; false ends the connection at once.
    /// - Returns: whether the connection can take another call.
    func carry(
        out call: ProxiedCall, _ request: MessageFraming, keepsPayload: Bool = false,
        deliver: (MessageFraming, [UInt8]) throws -> Bool
    ) throws -> Bool {
        var request = request
        let engine = try connectedEngine()
        try engine.send(request.head)
        var answer = MessageFraming(.response(toHead: call.method == "HEAD"), keepsPayload: keepsPayload)
        var clientIsGone = false
        var clientHasEnded = false
        while !answer.isComplete {
            let listens = !clientIsGone && !clientHasEnded && (!request.isComplete || answer.lastsUntilClose)
            let events =
                try clientIsGone
                ? (here: Int16(0), there: waitForEngine(engine))
                : client.waitForEither(
                    engine, listensHere: listens, noticesEnd: call.reportsProgress && !clientHasEnded)
            if events.here & Int16(POLLIN) != 0 {
                clientHasEnded = try !passOn(&request, to: engine, isTunnel: answer.lastsUntilClose)
            } else if events.here & Int16(POLLHUP | POLLERR) != 0 {
                clientIsGone = true
            } else if events.here != 0 {
                engine.closeWrite()
                clientHasEnded = true
            }
            // Without a reader the engine ends what it tells or builds; all else it finishes.
            if clientIsGone, call.isOpenEnded || call.reportsProgress || answer.lastsUntilClose { return false }
            guard events.there != 0 else { continue }
            guard let bytes = try receive(from: engine) else { return false }
            let goesOn = try take(bytes, of: call, into: &answer) { soFar, piece in
                guard !clientIsGone else { return true }
                do { return try deliver(soFar, piece) } catch  where client.isHungUp {
                    clientIsGone = true
                    return true
                }
            }
            guard goesOn else { return false }
            if clientIsGone, call.isOpenEnded || call.reportsProgress { return false }
        }
        return !clientIsGone && !answer.lastsUntilClose
    }

    private func take(
        _ bytes: [UInt8], of call: ProxiedCall, into answer: inout MessageFraming,
        deliver: (MessageFraming, [UInt8]) throws -> Bool
    ) throws -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty, !answer.isComplete {
            let headWasComplete = answer.headIsComplete
            let taken = answer.consume(rest)
            let piece = rest.prefix(taken)
            rest = rest.dropFirst(taken)
            guard answer.headIsComplete else { continue }
            if headWasComplete {
                guard try deliver(answer, Array(piece)) else { return false }
            } else {
                core.answered(call.index, answer)
                core.observe(call, .afterExecution)
                guard try deliver(answer, answer.head) else { return false }
            }
        }
        return true
    }

    /// Passes on what the client sends: the rest of its request or, where the connection was taken over, anything.
    /// - Returns: false once the client has ended its direction of such a connection.
    private func passOn(_ request: inout MessageFraming, to engine: RawConnection, isTunnel: Bool) throws -> Bool {
        let bytes: [UInt8]
        do { bytes = try client.receiveSome() } catch let error as RawServerError where error.errno == 0 && isTunnel {
            engine.closeWrite()
            return false
        }
        if isTunnel {
            try engine.send(bytes)
            return true
        }
        let taken = request.consume(bytes[...])
        try engine.send(Array(bytes.prefix(taken)))
        client.putBack(bytes.dropFirst(taken))
        return true
    }

    /// nil at the end of the engine's stream.
    private func receive(from engine: RawConnection) throws -> [UInt8]? {
        do { return try engine.receiveSome() } catch let error as RawServerError
            where error.errno == 0 || error.errno == ECONNRESET
        {
            return nil
        }
    }

    private func waitForEngine(_ engine: RawConnection) throws -> Int16 {
        try engine.waitForEither(engine, listensHere: false).there
    }

    private func connectedEngine() throws -> RawConnection {
        if let engine, !engine.isHungUp { return engine }
        engine?.close()
        let fresh = RawConnection(
            try RawSocket.connectUnix(core.enginePath), index: client.index, stopping: core.stopping)
        engine = fresh
        return fresh
    }
}
