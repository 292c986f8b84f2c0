/// What an engine says about a process started with exec.
public struct ExecInspection: Sendable, Hashable, Decodable {
    /// The exec's id.
    public var id: String
    /// The container's id.
    public var containerID: String
    /// Whether it runs.
    public var isRunning: Bool
    /// Its exit code; nil before the end.
    public var exitCode: Int?
    /// Its process id on the engine's host; 0 before the start.
    public var pid: Int

    enum CodingKeys: String, CodingKey {
        case id = "ID"
        case containerID = "ContainerID"
        case isRunning = "Running"
        case exitCode = "ExitCode"
        case pid = "Pid"
    }

    /// Decodes; engines write an exit code of 0 while the process runs, which becomes nil.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container[.id, or: ""]
        containerID = try container[.containerID, or: ""]
        isRunning = try container[.isRunning, or: false]
        exitCode = isRunning ? nil : try container[.exitCode]
        pid = try container[.pid, or: 0]
    }
}
