/// Whom to trust and who we are on `https` endpoints. All files are PEM.
public struct TLSConfiguration: Sendable, Hashable {
    /// The certificates to trust; nil for the system's.
    public var caFile: String?
    /// Our own certificate chain, for servers that ask for one.
    public var certificateFile: String?
    /// The private key that belongs to `certificateFile`.
    public var keyFile: String?
    /// Whether the server's certificate and its host name are checked.
    public var verifyPeer: Bool

    /// Creates a configuration; without arguments, the system's certificates and no certificate of our own.
    public init(
        caFile: String? = nil, certificateFile: String? = nil, keyFile: String? = nil, verifyPeer: Bool = true
    ) {
        self.caFile = caFile
        self.certificateFile = certificateFile
        self.keyFile = keyFile
        self.verifyPeer = verifyPeer
    }
}
