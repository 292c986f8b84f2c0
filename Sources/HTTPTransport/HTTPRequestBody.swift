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
