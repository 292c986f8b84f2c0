public import AgentValues
import FoundationEssentials

/// One way to ask whether an agent works, and how often.
public struct Probe: Sendable, Hashable, Codable {
    /// What is asked.
    public indirect enum Check: Sendable, Hashable, Codable {
        /// A request gets a good answer.
        case http(HTTPCheck)
        /// The port accepts a connection.
        case tcp(port: Int, address: Address = .container)
        /// The command, run in the container, ends with `exitCode` and, where given, prints `text`.
        case command([String], exitCode: Int, text: String?)
        /// The file or folder is there in the container and, where given, holds `text`.
        case file(path: String, text: String?)
        /// A line of the container's output matches the regular expression.
        case log(pattern: String)
        /// The engine says so, from the image's own HEALTHCHECK.
        case engine
        /// The container has been running for `duration`.
        case running(duration: Seconds)
        /// Every one of these succeeds; they are carried out at the same time.
        case all(of: [Check])
        /// At least one of these succeeds; they are carried out at the same time.
        case any(of: [Check])
    }

    /// What is asked.
    public var check: Check
    /// The time between two attempts after the start period; 30 s unless given.
    @Seconds public var interval: Duration
    /// The time limit of one attempt; 10 s unless given.
    @Seconds public var timeout: Duration
    /// How many failures in a row, counted after the start period, make the agent unhealthy; 3 unless given.
    public var retries: Int
    /// The time after the start in which failures do not count; 5 s unless given.
    @Seconds public var startPeriod: Duration
    /// The time between two attempts in the start period; 100 ms unless given.
    @Seconds public var startInterval: Duration

    /// Creates a probe.
    public init(
        _ check: Check, interval: Duration = .seconds(30), timeout: Duration = .seconds(10), retries: Int = 3,
        startPeriod: Duration = .seconds(5), startInterval: Duration = .milliseconds(100)
    ) {
        self.check = check
        self.interval = interval
        self.timeout = timeout
        self.retries = retries
        self.startPeriod = startPeriod
        self.startInterval = startInterval
    }
}

extension Probe.Check: CustomStringConvertible {
    /// As people read it, such as `http :8080/health`.
    public var description: String {
        switch self {
        case .http(let check): "\(check.scheme.rawValue) :\(check.port)\(check.path)"
        case .tcp(let port, _): "tcp :\(port)"
        case .command(let words, _, _): "command \(words.joined(separator: " "))"
        case .file(let path, _): "file \(path)"
        case .log(let pattern): "log /\(pattern)/"
        case .engine: "the image's HEALTHCHECK"
        case .running(let duration): "running for \(duration.wrappedValue.brief)"
        case .all(let checks): "all of (\(checks.map(\.description).joined(separator: ", ")))"
        case .any(let checks): "any of (\(checks.map(\.description).joined(separator: ", ")))"
        }
    }
}

extension Probe.Check {
    /// Whether the engine's events tell when the answer may have changed.
    var followsEngine: Bool {
        switch self {
        case .engine: true
        case .all(let checks), .any(let checks): checks.contains(where: \.followsEngine)
        case .http, .tcp, .command, .file, .log, .running: false
        }
    }

    /// The part of it whose success can turn into a failure later; nil where there is none. A line that was printed stays
    /// printed, also where the log is cut.
    public var falsifiablePart: Probe.Check? {
        switch self {
        case .log, .running: return nil
        case .all(let checks):
            let parts = checks.compactMap(\.falsifiablePart)
            return parts.count > 1 ? .all(of: parts) : parts.first
        case .any(let checks):
            let parts = checks.compactMap(\.falsifiablePart)
            return parts.count == checks.count ? .any(of: parts) : nil
        case .http, .tcp, .command, .file, .engine: return self
        }
    }
}

extension Probe {
    /// The probe as the text of a label.
    var labelText: String? { (try? JSONEncoder().encode(self)).map { String(decoding: $0, as: UTF8.self) } }

    /// Reads the text of a label; nil when it is none of ours.
    init?(labelText: String) {
        guard let probe = try? JSONDecoder().decode(Probe.self, from: Data(labelText.utf8)) else { return nil }
        self = probe
    }

    /// A probe that is content with the container's start.
    public static let started = Probe(.running(duration: Seconds(wrappedValue: .zero)), startPeriod: .zero)
}
