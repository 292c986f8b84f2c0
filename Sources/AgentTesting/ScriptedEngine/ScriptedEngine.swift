public import EngineAPI
internal import HTTPTransport
internal import Synchronization

/// An engine without containers: it answers from a table and remembers what it was asked.
///
/// A pattern is a method and a path without the API's version, in which `*` stands for one segment: `GET /containers/*/json`. The pattern
/// that was set last wins. `GET /_ping` is answered as the wanted kind of engine does; what no pattern covers is answered
/// with 404 and the call.
///
/// ```swift
/// let engine = try ScriptedEngine(answers: ["GET /containers/*/json": .failure(404, "no such container")])
/// let client = try await engine.connect()
/// // … call what is tested …
/// #expect(engine.calls.map(\.description) == ["GET /_ping", "GET /containers/web/json"])
/// ```
public final class ScriptedEngine: Sendable {
    private struct Route {
        var pattern: String
        var answers: [ScriptedAnswer] = []
        var respond: (@Sendable (ScriptedCall) -> ScriptedAnswer)?
    }

    private struct Change {
        var pattern: String
        var left: Int
        var change: @Sendable (ScriptedCall, ScriptedAnswer) -> ScriptedAnswer
    }

    private struct State {
        var routes: [Route] = []
        var changes: [Change] = []
        var calls: [ScriptedCall] = []
    }

    private final class Script: Sendable {
        let kind: EngineKind
        let state = Mutex(State())

        init(_ kind: EngineKind) { self.kind = kind }
    }

    private let script: Script
    private let server: RawServer

    /// Starts to listen, on a Unix socket in a folder of its own unless told otherwise.
    ///
    /// - Parameters:
    ///   - kind: as which engine it introduces itself.
    ///   - listening: a Unix socket, which is an engine on this host, or a port, which may be one elsewhere.
    ///   - answers: by pattern; the last of those that fit is taken.
    /// - Throws: ``RawServerError`` when the system gives no socket.
    public init(
        _ kind: EngineKind = .docker, on listening: RawServer.Listening = .unix,
        answers: KeyValuePairs<String, ScriptedAnswer> = [:]
    ) throws {
        let script = Script(kind)
        self.script = script
        server = try RawServer(listening) { try Self.serve($0, script) }
        for (pattern, answer) in answers { self.answer(pattern, with: answer) }
    }

    deinit { server.stop() }

    /// Where it listens, as `--engine` and `DOCKER_HOST` take it.
    public var host: String {
        switch server.endpoint {
        case .unix(let path, _): "unix://\(path)"
        case .tcp(_, let host, let port): "tcp://\(host):\(port)"
        }
    }

    /// The calls so far, in the order in which they were answered.
    public var calls: [ScriptedCall] { script.state.withLock(\.calls) }

    /// Sets what is answered from now on: the answers one after the other, and the last one for ever.
    public func answer(_ pattern: String, with answers: ScriptedAnswer...) {
        script.state.withLock { $0.routes.append(Route(pattern: pattern, answers: answers)) }
    }

    /// Sets what answers from now on, each call as it comes.
    public func answer(_ pattern: String, by respond: @escaping @Sendable (ScriptedCall) -> ScriptedAnswer) {
        script.state.withLock { $0.routes.append(Route(pattern: pattern, respond: respond)) }
    }

    /// Changes what is answered from now on, after the call was carried out: ``ScriptedAnswer/lost``, or the same later.
    ///
    /// - Parameters:
    ///   - pattern: of the calls; of several changes the last one set is made.
    ///   - times: to how many calls; to all unless given.
    ///   - change: gets the call and what would be answered; what it does besides is done before the caller knows.
    public func change(
        _ pattern: String, times: Int = .max,
        _ change: @escaping @Sendable (ScriptedCall, ScriptedAnswer) -> ScriptedAnswer
    ) {
        script.state.withLock { $0.changes.append(Change(pattern: pattern, left: times, change: change)) }
    }

    /// Connects to it. The client ends when it is dropped.
    /// - Throws: `EngineError`.
    public func connect(timeouts: EngineTimeouts = .default) async throws -> EngineClient {
        try await EngineClient.connect(to: EngineAddress(parsing: host), timeouts: timeouts)
    }

    /// Ends every connection and removes the socket.
    public func stop() { server.stop() }

    private static func serve(_ connection: RawConnection, _ script: Script) throws {
        while true {
            var request = MessageFraming(.request, keepsPayload: true)
            while !request.isComplete {
                let bytes = try connection.receiveSome()
                let taken = request.consume(bytes[...])
                connection.putBack(bytes.dropFirst(taken))
            }
            let call = ScriptedCall(request)
            let podman = script.kind == .podman ? "Libpod-API-Version: 4.3.1\r\n" : ""
            let goesOn = try answer(to: call, script).send(
                on: connection, toHead: call.method == "HEAD", fields: "Api-Version: 1.41\r\n\(podman)")
            guard goesOn else { return }
        }
    }

    private static func answer(to call: ScriptedCall, _ script: Script) -> ScriptedAnswer {
        let answer = carryOut(call, script)
        let change = script.state.withLock { state -> Change? in
            let fitting = state.changes.lastIndex { $0.left > 0 && fits($0.pattern, call) }
            guard let index = fitting else { return nil }
            state.changes[index].left -= 1
            return state.changes[index]
        }
        return change?.change(call, answer) ?? answer
    }

    private static func carryOut(_ call: ScriptedCall, _ script: Script) -> ScriptedAnswer {
        let route = script.state.withLock { state -> Route? in
            state.calls.append(call)
            guard let index = state.routes.lastIndex(where: { fits($0.pattern, call) }) else { return nil }
            defer { if state.routes[index].answers.count > 1 { state.routes[index].answers.removeFirst() } }
            return state.routes[index]
        }
        if let answer = route?.respond?(call) ?? route?.answers.first { return answer }
        if call.path == "/_ping" { return ScriptedAnswer(body: Array("OK".utf8), contentType: "text/plain") }
        return .failure(404, "the script has no answer for \(call)")
    }

    private static func fits(_ pattern: String, _ call: ScriptedCall) -> Bool {
        let wanted = pattern.split(separator: "/", omittingEmptySubsequences: false)
        let found = call.description.split(separator: "/", omittingEmptySubsequences: false)
        return wanted.count == found.count && zip(wanted, found).allSatisfy { $0 == "*" || $0 == $1 }
    }
}
