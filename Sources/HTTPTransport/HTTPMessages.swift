public import HTTPTypes

/// The body of a request.
public enum HTTPRequestBody: Sendable {
    /// No body; `POST`, `PUT` and `PATCH` say `Content-Length: 0`.
    case none
    /// All bytes at once.
    case bytes([UInt8])
    /// Bytes as they come, taken only as fast as the peer reads them. With a `length`, exactly so many bytes must come;
    /// without, the body is sent with `Transfer-Encoding: chunked`. When the sequence throws, the transfer ends with
    /// ``HTTPTransportError/Code/requestBodyFailed`` and the thrown error behind it.
    case stream(any (AsyncSequence<[UInt8], any Error> & Sendable), length: Int64?)
}

/// A response whose head is complete and whose body is still to be read.
public struct HTTPResponseStream: Sendable {
    /// The status and the fields of the final response; 1xx heads before it are skipped.
    public let head: HTTPResponse
    /// The body. Reading it to its end gives the connection back for further requests; dropping it closes the connection.
    public let body: HTTPBodyStream
}

/// What became of an upgrade request.
public enum HTTPUpgrade: Sendable {
    /// The connection is ours: the server answered 101, or 200 without a framed body (no `Content-Length`, no
    /// `Transfer-Encoding`), as the Engine API's attach and exec do.
    case connection(HTTPResponse, HijackedConnection)
    /// An ordinary response, with its whole body (at most 1 MiB).
    case refused(HTTPResponse, body: [UInt8])
}
