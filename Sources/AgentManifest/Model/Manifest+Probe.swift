import AgentValues

extension Manifest {
    /// `spec.healthCheck`, `spec.healthcheck.readiness` or `spec.healthcheck.liveness`.
    public struct Probe: Sendable, Hashable {
        /// How the agent is asked.
        public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
            /// `GET path` on `port`; healthy when the status is one of the expected (200 to 399 unless written).
            case http
            /// A connection to `port`.
            case tcp
            /// `command` run in the container; healthy on the expected exit code (0 unless written) or output.
            case command
            /// The file `path` exists in the container, and holds the expected text if one is written.
            case file
            /// A line of the agent's log matches the expected regular expression.
            case log
            /// The image's own HEALTHCHECK, as the engine reports it.
            case engine
            /// Every one of `items` is healthy.
            case all
            /// At least one of `items` is healthy.
            case any

            /// What `type` may say; `all` and `any` are keys of their own.
            public static let allCases: [Kind] = [.http, .tcp, .command, .file, .log, .engine]

            /// Whether it stands for several probes.
            public var isCombination: Bool { self == .all || self == .any }
        }

        /// What counts as healthy.
        public enum Expectation: Sendable, Hashable {
            /// `http`: the status lies in one of the ranges.
            case statuses([ClosedRange<Int>])
            /// `command`: the exit code.
            case exitCode(Int)
            /// `command`: exit code 0 and the output contains the text. `file`: the content contains the text.
            case text(String)
            /// `log`: a regular expression (Swift `Regex` syntax) found in a line.
            case pattern(String)
        }

        /// How `http` talks.
        public enum Scheme: String, Sendable, Hashable, CaseIterable {
            case http, https
        }

        /// Where `http` and `tcp` ask.
        public enum Address: String, Sendable, Hashable, CaseIterable {
            /// At the container's own address.
            case container
            /// At its loopback address, from inside.
            case loopback
        }

        /// A field of the request of `http`.
        public struct Header: Sendable, Hashable {
            /// Its name.
            public var name: String
            /// Its value.
            public var value: String

            /// Creates a field.
            public init(name: String, value: String) {
                self.name = name
                self.value = value
            }
        }

        /// How the agent is asked.
        public var kind: Kind
        /// The probes of `all` and `any`, none of which is a combination again; their own times are not used.
        public var items: [Probe] = []
        /// The program and its arguments, for `command`; a text is run by `/bin/sh -c`.
        public var command: [String] = []
        /// The URL path for `http` (`/health` unless written), the file's path for `file`.
        public var path: String?
        /// The container's port for `http` and `tcp`; nil for the first TCP port of `spec.ports`.
        public var port: Int?
        /// How `http` talks.
        public var scheme = Scheme.http
        /// Whether `https` takes any certificate.
        public var isInsecure = false
        /// Further fields of the request of `http`.
        public var headers: [Header] = []
        /// Whether `http` follows redirects within the port; else a redirect's status is what counts.
        public var followsRedirects = false
        /// Where `http` and `tcp` ask.
        public var address = Address.container
        /// What counts as healthy; always set for `http` (200 to 399), `command` (exit code 0) and `log`.
        public var expect: Expectation?
        /// The time between two checks.
        public var interval: Duration = .seconds(30)
        /// The longest time of one check.
        public var timeout: Duration = .seconds(10)
        /// How many failures in a row mean unhealthy; at least 1.
        public var retries = 3
        /// The time after the start in which failures do not count.
        public var startPeriod: Duration = .seconds(5)
        /// The time between two checks until the first success.
        public var startInterval: Duration = .milliseconds(100)

        /// Creates a probe with the default times.
        public init(_ kind: Kind) {
            self.kind = kind
            switch kind {
            case .http:
                path = "/health"
                expect = .statuses([200...399])
            case .command: expect = .exitCode(0)
            case .tcp, .file, .log, .engine, .all, .any: break
            }
        }
    }
}

extension Manifest.Probe {
    /// When the agent is asked.
    static let times: [Field<Self>] = [
        Field("interval", .positiveDuration, "From one check to the next.", default: "30s") { $0.interval = $1 },
        Field("timeout", .positiveDuration, "How long one check may take.", default: "10s") { $0.timeout = $1 },
        Field("retries", .integer(1...1000), "So many failures in a row mean unhealthy.", default: 3) {
            $0.retries = $1
        },
        Field("startPeriod", .duration, "How long after the start failures do not count.", default: "5s") {
            $0.startPeriod = $1
        },
        Field(
            "startInterval", .positiveDuration, "From one check to the next until the first success.", default: "100ms"
        ) { $0.startInterval = $1 },
    ]

    /// The keys of a probe, which may be a list of others.
    static let keys: [KeyDeclaration] =
        singleKeys + [
            KeyDeclaration(
                "all", .items(orElse: nil), "Several checks that must all succeed.", keys: singleKeys + nested),
            KeyDeclaration(
                "any", .items(orElse: nil), "Several checks, one of which must succeed.", keys: singleKeys + nested),
        ]

    private static let singleKeys: [KeyDeclaration] =
        [
            KeyDeclaration(
                "type", .words(Kind.allCases.map(\.rawValue)), "How the agent is asked; http unless there is a command."
            ),
            KeyDeclaration("path", .matching("^/"), "http: the URL's path, /health unless given. file: the file."),
            KeyDeclaration(
                "port", .defined(.port), "http, tcp: the container's port; the first published one unless given."),
            KeyDeclaration(
                "scheme", .words(Scheme.allCases.map(\.rawValue)), "http: how the port talks.", default: "http"),
            KeyDeclaration("insecure", .defined(.boolean), "https: whether any certificate will do.", default: false),
            KeyDeclaration(
                "headers", .texts(names: "^[A-Za-z0-9!#$%&'*+.^_`|~-]+$"),
                "http: further fields of the request, such as Host. They stand in the container's labels."),
            KeyDeclaration(
                "followRedirects", .defined(.boolean), "http: whether redirects within the port are followed.",
                default: false),
            KeyDeclaration(
                "address", .words(Address.allCases.map(\.rawValue)),
                "http, tcp: the container's own address, or its loopback address, which is asked from inside.",
                default: "container"),
        ] + times.map(\.key) + [
            KeyDeclaration(
                "command", .either([.text, .defined(.program)]),
                "command: a program with its arguments, or text for the shell."),
            KeyDeclaration(
                "expect", .either([.text, .list(.text)]),
                "http: statuses such as 200-399. command: an exit code, or text in the output. file: text in it. log: a regular expression."
            ),
        ]

    private static let nested = [
        KeyDeclaration("all", .nothing, "One level is all there is."),
        KeyDeclaration("any", .nothing, "One level is all there is."),
    ]
}
