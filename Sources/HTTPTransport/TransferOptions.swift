import Logging

/// What all transfers of one client share.
struct TransferOptions: Sendable {
    var tls: TLSConfiguration?
    /// Whether `http_proxy` and its like are honoured on TCP endpoints.
    var allowsProxies = false
    var logger: Logger?
}
