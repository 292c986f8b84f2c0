// One small Engine API call on a kept connection, with our own client. Arguments and output as call.c, and a fourth
// argument: `engine` for EngineAPI, which the commands use, or `transport` for HTTPTransport alone.

import EngineAPI
import Glibc
import HTTPTransport
import HTTPTypes

let warmUp = 50

/// The call under test, ready to be made again and again.
func makeCall(socket: String, path: String, layer: String) async throws -> () async throws -> Void {
    switch layer {
    case "engine":
        let engine = try await EngineClient.connect(to: .unix(path: socket))
        return path == "/version"
            ? { _ = try await engine.system.version() }
            : { _ = try await engine.system.ping() }
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

struct UnexpectedStatus: Error {
    let status: Int
}

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
for duration in durations {
    print(duration.components.seconds * 1_000_000_000 + duration.components.attoseconds / 1_000_000_000)
}
