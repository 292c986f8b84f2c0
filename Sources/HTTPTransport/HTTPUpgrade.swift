public import HTTPTypes

/// What became of an upgrade request.
public enum HTTPUpgrade: Sendable {
    /// The connection is ours: the server answered 101, or 200 without a framed body (no `Content-Length`, no
    /// `Transfer-Encoding`), as the Engine API's attach and exec do.
    case connection(HTTPResponse, HijackedConnection)
    /// An ordinary response, with its whole body (at most 1 MiB).
    case refused(HTTPResponse, body: [UInt8])
}
