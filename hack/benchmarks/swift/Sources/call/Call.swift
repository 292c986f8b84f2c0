import EngineAPI
import Glibc
import HTTPTransport
import HTTPTypes

/// One small Engine API call on a kept connection, with our own client.
///
/// Arguments and output as `call.c`, and a fourth argument: `engine` for EngineAPI, which the commands use, or `transport`
/// for HTTPTransport alone.
@main struct Call {
    private static let warmUp = 50

    /// Not isolated to the main actor, as top-level code would be: hopping there and back would count as ours.
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 5, let calls = Int(arguments[3]) else {
            print("usage: call SOCKET PATH CALLS engine|transport")
            exit(64)
        }
        let call = try await makeCall(socket: arguments[1], path: arguments[2], layer: arguments[4])
        let clock = ContinuousClock()
        var durations: [Duration] = []
        durations.reserveCapacity(calls)
        for number in -warmUp..<calls {
            let start = clock.now
            try await call()
            if number >= 0 { durations.append(start.duration(to: clock.now)) }
        }
        for (seconds, attoseconds) in durations.map(\.components) {
            print(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
        }
    }

    /// The call under test, ready to be made again and again.
    private static func makeCall(
        socket: String, path: String, layer: String
    ) async throws -> @Sendable () async throws -> Void {
        switch layer {
        case "engine":
            let engine = try await EngineClient.connect(to: .unix(path: socket))
            guard path == "/version" else { return { _ = try await engine.system.ping() } }
            return { _ = try await engine.system.version() }
        default:
            let client = HTTPClient()
            let request = HTTPRequest(method: .get, scheme: "http", authority: "localhost", path: path)
            return {
                let response = try await client.send(request, to: .unix(path: socket))
                _ = try await response.body.collect(upTo: 1 << 16)
                guard response.head.status == .ok else { throw UnexpectedStatus(status: response.head.status.code) }
            }
        }
    }
}

/// The engine's answer was not 200.
struct UnexpectedStatus: Error {
    /// What it was.
    let status: Int
}
