import HTTPTypes

/// One request on its way to the loop's thread, with the continuation that waits for its head.
struct Call: Sendable {
    /// Who waits.
    enum Waiter: Sendable {
        case request(CheckedContinuation<HTTPResponse, any Error>)
        case upgrade(CheckedContinuation<UpgradeAnswer, any Error>)
    }

    /// What an upgrade request leads to.
    enum UpgradeAnswer: Sendable {
        case hijacked(HTTPResponse)
        case refused(HTTPResponse, body: [UInt8])
    }

    let exchange: Exchange
    let waiter: Waiter

    var request: WireRequest { exchange.request }

    func fail(_ error: any Error) {
        exchange.end(error)
        switch waiter {
        case .request(let continuation): continuation.resume(throwing: error)
        case .upgrade(let continuation): continuation.resume(throwing: error)
        }
    }

    func error(_ code: HTTPTransportError.Code, _ message: String, errno: Int32? = nil) -> HTTPTransportError {
        request.error(code, message, errno: errno)
    }
}
