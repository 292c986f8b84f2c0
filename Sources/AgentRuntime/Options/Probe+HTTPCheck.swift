extension Probe {
    /// Where in the container's network a port is asked.
    public enum Address: String, Sendable, Hashable, Codable, CaseIterable {
        /// At the container's own address, where other agents reach it too.
        case container
        /// At its loopback address, which only processes in the container reach.
        case loopback
    }

    /// A `GET` request, and which answer is a good one.
    public struct HTTPCheck: Sendable, Hashable, Codable {
        /// How the connection talks.
        public enum Scheme: String, Sendable, Hashable, Codable, CaseIterable {
            case http, https
        }

        /// One field of the request.
        public struct Header: Sendable, Hashable, Codable {
            /// Its name; `Host` replaces what is asked for.
            public var name: String
            /// Its value. It stands in the container's labels, so it is no place for secrets.
            public var value: String

            /// Creates a field.
            public init(name: String, value: String) {
                self.name = name
                self.value = value
            }
        }

        /// The container's port.
        public var port: Int
        /// Path and query.
        public var path: String
        /// The statuses that are good; 200 to 399 unless given.
        public var statuses: [ClosedRange<Int>]
        /// What the body must contain; nil: anything.
        public var text: String?
        /// HTTP unless given.
        public var scheme: Scheme
        /// Whether any certificate will do; a certificate is checked unless given.
        public var isInsecure: Bool
        /// Further fields of the request, in order.
        public var headers: [Header]
        /// Whether redirects within the same port are followed, five at most; otherwise a redirect's status is the answer.
        public var followsRedirects: Bool
        /// The container's own address unless given.
        public var address: Address

        /// Creates a check.
        public init(
            port: Int, path: String, statuses: [ClosedRange<Int>] = [200...399], text: String? = nil,
            scheme: Scheme = .http, isInsecure: Bool = false, headers: [Header] = [], followsRedirects: Bool = false,
            address: Address = .container
        ) {
            self.port = port
            self.path = path
            self.statuses = statuses
            self.text = text
            self.scheme = scheme
            self.isInsecure = isInsecure
            self.headers = headers
            self.followsRedirects = followsRedirects
            self.address = address
        }
    }
}
