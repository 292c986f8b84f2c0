public import AgentValues

/// What a container does now, and how it ended.
public struct ContainerState: Sendable, Hashable, Decodable {
    /// A container's place in its life.
    public struct Status: WireValue {
        /// The engine's word, which is Docker's where Podman has one of its own for the same.
        public var rawValue: String
        /// Takes any text. What has ended is `stopped` on Podman until that has cleaned up, a moment that nobody needs to tell
        /// from what follows.
        public init(rawValue: String) { self.rawValue = rawValue == "stopped" ? "exited" : rawValue }
        /// Made, never started.
        public static let created: Status = "created"
        /// Running.
        public static let running: Status = "running"
        /// Frozen.
        public static let paused: Status = "paused"
        /// Between an exit and the next start.
        public static let restarting: Status = "restarting"
        /// Being removed.
        public static let removing: Status = "removing"
        /// Ended.
        public static let exited: Status = "exited"
        /// Half removed.
        public static let dead: Status = "dead"
    }

    /// Where it is in its life.
    public var status: Status
    /// Whether process 1 runs; also true while paused or restarting.
    public var isRunning: Bool
    /// Whether it is frozen.
    public var isPaused: Bool
    /// Whether the engine is about to start it again.
    public var isRestarting: Bool
    /// Whether the kernel killed it for lack of memory.
    public var wasOOMKilled: Bool
    /// Whether its removal failed half-way.
    public var isDead: Bool
    /// The process id on the engine's host; 0 when it does not run.
    public var pid: Int
    /// The exit code of its last run; 0 before the first.
    public var exitCode: Int
    /// Why it could not be started; empty when it could.
    public var error: String
    /// When it was last started; nil before the first start.
    public var startedAt: EngineTime?
    /// When it last ended; nil before.
    public var finishedAt: EngineTime?
    /// The engine's health check; nil when it has none.
    public var health: ContainerHealth?

    enum CodingKeys: String, CodingKey {
        case status = "Status"
        case isRunning = "Running"
        case isPaused = "Paused"
        case isRestarting = "Restarting"
        case wasOOMKilled = "OOMKilled"
        case isDead = "Dead"
        case pid = "Pid"
        case exitCode = "ExitCode"
        case error = "Error"
        case startedAt = "StartedAt"
        case finishedAt = "FinishedAt"
        case health = "Health"
    }

    /// A container of which nothing is known.
    init() {
        (status, error) = ("", "")
        (isRunning, isPaused, isRestarting, wasOOMKilled, isDead) = (false, false, false, false, false)
        (pid, exitCode) = (0, 0)
    }

    /// Decodes; Go's zero time and a health without status (Podman) become nil.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        status = try container[.status, or: ""]
        isRunning = try container[.isRunning, or: false]
        isPaused = try container[.isPaused, or: false]
        isRestarting = try container[.isRestarting, or: false]
        wasOOMKilled = try container[.wasOOMKilled, or: false]
        isDead = try container[.isDead, or: false]
        pid = try container[.pid, or: 0]
        exitCode = try container[.exitCode, or: 0]
        error = try container[.error, or: ""]
        startedAt = try container[.startedAt, or: EngineTime.never].unlessNever
        finishedAt = try container[.finishedAt, or: EngineTime.never].unlessNever
        health = try container[.health]
        if health?.status == "" || health?.status == ContainerHealth.Status.none { health = nil }
    }
}
