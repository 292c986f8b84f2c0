public import HTTPTypes

/// A response whose head is complete and whose body is still to be read.
public struct HTTPResponseStream: Sendable {
    /// The status and the fields of the final response; 1xx heads before it are skipped.
    public let head: HTTPResponse
    /// The body. Reading it to its end gives the connection back for further requests; dropping it closes the connection.
    public let body: HTTPBodyStream
}
