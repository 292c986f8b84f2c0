import FoundationEssentials
import HTTPTransport
import HTTPTypes

extension EngineError {
    /// An error about a call, with its method, endpoint and object.
    init(_ code: Code, in call: EngineCall, message: String? = nil, underlying: [any Error] = []) {
        self.init(code, call.phrase, message: message, underlying: underlying)
        method = call.method.rawValue
        endpoint = call.template
        object = call.object ?? call.subject
    }

    /// The error for an answer whose status is not one of the call's good ones.
    init(status: Int, body: [UInt8], in call: EngineCall) {
        let words = Self.message(in: body)
        self.init(Self.code(for: status), in: call)
        self.status = status
        engineMessage = words
        // An engine that lacks an object says so in JSON; its router does not.
        if status == 404, words == nil, !body.isEmpty {
            code = .notSupported
            message = "it has no \(call.method) \(call.template)"
        }
    }

    /// The same error with another code.
    func recoded(_ code: Code) -> EngineError {
        var copy = self
        copy.code = code
        return copy
    }

    /// Turns whatever the transport or a decoder threw into an ``EngineError``; cancellation stays what it is.
    static func wrapping(_ error: any Error, in call: EngineCall) -> any Error {
        switch error {
        case is CancellationError, is EngineError: error
        case let error as HTTPTransportError: EngineError(error.engineCode, in: call, underlying: [error])
        case let error as DecodingError:
            EngineError(.decoding, in: call, message: error.place(in: "the answer's JSON"))
        default: EngineError(.transport, in: call, underlying: [error])
        }
    }

    private static func code(for status: Int) -> Code {
        switch status {
        case 400: .badRequest
        case 401: .unauthorized
        case 403: .forbidden
        case 404: .notFound
        case 409: .conflict
        case 500...599: .serverError
        default: .unexpectedStatus
        }
    }

    /// What the engine says in `{"message": …}`; Podman adds the root `cause`, which the message mostly repeats.
    private static func message(in body: [UInt8]) -> String? {
        struct Answer: Decodable {
            var message: String?
            var cause: String?
        }
        guard let answer = try? JSONDecoder().decode(Answer.self, from: Data(body)) else { return nil }
        return [answer.message, answer.cause].compactMap(\.self).first { !$0.isEmpty }
    }
}

extension HTTPTransportError {
    fileprivate var engineCode: EngineError.Code {
        switch code {
        case .connectTimedOut, .headTimedOut, .idleTimedOut, .totalTimedOut: .timedOut
        case .malformedResponse: .notAnEngine
        case .bodyTooLarge: .decoding
        default: .transport
        }
    }
}

extension DecodingError {
    /// Where in a document and what, without the document's content.
    func place(in document: String) -> String {
        let (context, what): (Context, String) =
            switch self {
            case .typeMismatch(let type, let context): (context, "is not of type \(type)")
            case .valueNotFound(let type, let context): (context, "is null instead of \(type)")
            case .keyNotFound(let key, let context): (context, "has no key '\(key.stringValue)'")
            case .dataCorrupted(let context): (context, "is not valid")
            @unknown default: (Context(codingPath: [], debugDescription: ""), "is not valid")
            }
        let path = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? ".\($0.stringValue)" }.joined()
        return "\(document)\(path.isEmpty ? "" : " at \(path)") \(what)"
    }
}
