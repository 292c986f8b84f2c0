import HTTPTransport
import HTTPTypes

/// An agent that is asked again and again while others misbehave.
struct Neighbour: Sendable {
    let address: String
    let port: Int

    /// How often it was asked, and how many answers in a row failed to come within a second at worst.
    struct Record: Sendable {
        var asked = 0
        var worst = 0
    }

    /// Asks until the task is cancelled.
    func watch() async -> Record {
        let client = HTTPClient()
        defer { client.shutdown() }
        let request = HTTPRequest(
            method: .get, scheme: "http", authority: "\(address):\(port)", path: "/passwd",
            headerFields: [.connection: "close"])
        var record = Record()
        var missed = 0
        while !Task.isCancelled {
            do {
                let response = try await client.send(
                    request, to: .tcp(scheme: .http, host: address, port: port),
                    timeouts: HTTPTimeouts(connect: .seconds(1), idle: nil, total: .seconds(1)))
                for try await _ in response.body {}
                missed = 0
            } catch {
                guard !Task.isCancelled else { break }
                missed += 1
            }
            record.asked += 1
            record.worst = max(record.worst, missed)
            try? await Task.sleep(for: .milliseconds(100))
        }
        return record
    }
}
