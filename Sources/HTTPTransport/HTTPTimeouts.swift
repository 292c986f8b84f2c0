/// How long one request may take, with a limit for each part; nil is no limit.
public struct HTTPTimeouts: Sendable, Hashable {
    /// Until the connection stands, name resolution and TLS included. A kept connection stands at once.
    public var connect: Duration?
    /// From the call to the end of the response's head, for requests whose body may take for ever.
    public var head: Duration?
    /// Without a byte from or to the peer while we wait for it. A pause of our own does not count: a reader that is
    /// slow to take what came, or a request body that is slow to come. A field line of the head counts when it is complete.
    public var idle: Duration?
    /// From the call of ``HTTPClient/send(_:to:body:timeouts:)`` to the last byte of the response's body.
    public var total: Duration?

    /// Creates limits; without arguments, 10 s to connect and no other limit.
    public init(
        connect: Duration? = .seconds(10), head: Duration? = nil, idle: Duration? = nil, total: Duration? = nil
    ) {
        self.connect = connect
        self.head = head
        self.idle = idle
        self.total = total
    }

    /// 10 s to connect, no other limit.
    public static let `default` = HTTPTimeouts()
    /// No limit at all.
    public static let none = HTTPTimeouts(connect: nil)
}
