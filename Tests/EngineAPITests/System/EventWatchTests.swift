import AgentTesting
import EngineAPI
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(1))) struct EventWatchTests {
    /// An event some nanoseconds after what the fake engine says is now.
    private static func event(_ id: String, _ nanoseconds: Int) -> String {
        let time = 784_111_777_000_000_000 + nanoseconds
        return #"{"Type":"container","Action":"start","Actor":{"ID":"\#(id)"},"timeNano":\#(time)}"# + "\n"
    }

    private static func send(_ text: String, on connection: RawConnection) throws {
        try connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        try connection.send("\(String(text.utf8.count, radix: 16))\r\n\(text)\r\n")
    }

    @Test func itGoesOnWhereTheConnectionBroke() async throws {
        let requests = Mutex<[String]>([])
        let server = try RawServer.engine { line, connection in
            let count = requests.withLock { requests in
                requests.append(line)
                return requests.count
            }
            switch count {
            case 1:
                try Self.send(Self.event("a", 1_000) + Self.event("b", 2_000_000_000), on: connection)
                throw HangUp()
            case 2:
                // The engine tells the last second again.
                try Self.send(
                    Self.event("a", 1_000) + Self.event("b", 2_000_000_000) + Self.event("c", 2_000_000_001),
                    on: connection)
                try connection.send("0\r\n\r\n")
                throw HangUp()
            default:
                try Self.send(Self.event("d", 3_000_000_000), on: connection)
                try connection.stall()
            }
        }
        let client = try await EngineClient.connect(to: server.address)
        var told: [String] = []
        for try await signal in client.system.watch(filters: ["type": ["container"]]) {
            switch signal {
            case .connected: told.append("connected")
            case .event(let event): told.append(event.id)
            }
            if told.last == "d" { break }
        }
        #expect(told == ["connected", "a", "b", "connected", "c", "connected", "d"])
        let filters = "filters=%7B%22type%22%3A%5B%22container%22%5D%7D"
        #expect(
            requests.withLock { $0 } == [
                "GET /v1.41/events?since=784111777.000000000&\(filters) HTTP/1.1",
                "GET /v1.41/events?since=784111779.000000000&\(filters) HTTP/1.1",
                "GET /v1.41/events?since=784111779.000000001&\(filters) HTTP/1.1",
            ])
    }

    @Test func itGivesUpWhenTheEngineStaysAway() async throws {
        let server = try RawServer.engine { _, connection in
            try Self.send(Self.event("a", 1), on: connection)
            throw HangUp()
        }
        let client = try await EngineClient.connect(to: server.address)
        var signals = client.system.watch(patience: .milliseconds(200)).makeAsyncIterator()
        #expect(try await signals.next() == .connected)
        _ = try await signals.next()
        server.stop()
        await #expect { while try await signals.next() != nil {} } throws: { error in
            (error as? EngineError)?.code == .transport
        }
    }

    @Test func filtersThatTheEngineRefusesAreNotTriedAgain() async throws {
        let server = try RawServer.engine { _, connection in
            try connection.send("HTTP/1.1 400 Bad Request\r\nContent-Length: 17\r\n\r\n{\"message\":\"no.\"}")
        }
        let client = try await EngineClient.connect(to: server.address)
        var signals = client.system.watch().makeAsyncIterator()
        let error = await #expect(throws: EngineError.self) { try await signals.next() }
        #expect(error?.code == .badRequest)
        #expect(error?.engineMessage == "no.")
    }

    @Test func cancellationEndsAWatchThatWaits() async throws {
        let asked = try RawGate()
        let server = try RawServer.engine { _, connection in
            asked.open()
            try connection.stall()
        }
        let client = try await EngineClient.connect(to: server.address)
        let task = Task { for try await _ in client.system.watch() {} }
        try await asked.opened()
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}
