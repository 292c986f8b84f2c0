/// The first process of an agent's container: a static program of a few kilobytes that needs nothing of the image.
///
/// Mounted read-only and made the entrypoint, it holds the agent until whoever watches the start lets it go, compares what confines
/// it with what was asked for, and gives it its secrets as environment variables, so that their values stand nowhere in the
/// container's configuration; it reaps, forwards signals, and ends with the agent's exit status. Its source, `program/launcher.c`,
/// says exactly how.
public struct AgentLauncher: Sendable, Hashable {
    /// A secret that becomes a variable of the agent.
    public struct Secret: Sendable, Hashable, Codable {
        /// The variable's name; `NAME_FILE` gets the path. ASCII letters, digits and `_`, no digit first, at most 1024.
        public var name: String
        /// The absolute path in the container of the file that holds the value, such as `/run/secrets/openai`. One line end at the
        /// file's end does not count. Values are at most 128 KiB and hold no zero byte.
        public var path: String

        /// A variable and the file of its value.
        public init(name: String, path: String) {
            self.name = name
            self.path = path
        }
    }

    /// What the launcher itself ends with; every other status is the agent's.
    public enum ExitStatus {
        /// The cage is not what was asked for, nobody let the agent go, a secret's file is missing or unfit, or no process may be
        /// started. The launcher says which on standard error.
        public static let launcherFailed: Int32 = 125
        /// The command is there and cannot be executed.
        public static let notExecutable: Int32 = 126
        /// The command, or its interpreter, is not there.
        public static let notFound: Int32 = 127
    }

    /// Which processor it is for.
    public let processor: String
    /// The program: a static ELF file. Mode 0755, any owner.
    public let program: [UInt8]

    /// The launcher for a processor, by any of its names: `x86_64` or `amd64`, `aarch64` or `arm64`. Nil for any other.
    public init?(processor name: String) {
        let processor =
            switch name.lowercased() {
            case "amd64", "x86-64": "x86_64"
            case "arm64": "aarch64"
            case let other: other
            }
        guard let program = Self.programs[processor] else { return nil }
        self.processor = processor
        self.program = program
    }

    /// What comes before the agent's first instruction, and how.
    public struct Guard: Sendable, Hashable {
        /// The absolute path in the container of the folder with the pipes `arrived` and `go`, where the agent waits while
        /// somebody watches; nil: it waits for nobody.
        public var gate: String?
        /// The absolute path in the container of the file that says what the cage must be; nil: nothing is compared.
        public var cage: String?
        /// Whether the launcher stays, as the init process of the container, and the agent is its child.
        public var isInit: Bool
        /// Whether a launcher that stays keeps its memory and files, such as `/proc/1/fd/1`, from the agent, which may be of the same
        /// user.
        public var isClosed: Bool

        /// Creates a guard; without arguments one that asks for nothing.
        public init(gate: String? = nil, cage: String? = nil, isInit: Bool = true, isClosed: Bool = false) {
            self.gate = gate
            self.cage = cage
            self.isInit = isInit
            self.isClosed = isClosed
        }
    }

    /// The arguments that make it end every process of the container that has a variable, first with SIGTERM, and after three
    /// seconds with SIGKILL. It sees those of its own user.
    ///
    /// - Parameter variable: `NAME=VALUE`, as it stands in their environment.
    public static func arguments(ending variable: String) -> [String] { ["--end", variable] }

    /// The arguments after the launcher's own path: the container's command, where the launcher is its entrypoint.
    ///
    /// - Parameters:
    ///   - command: the program to run and its arguments: the image's or manifest's entrypoint and command, one after the
    ///     other; not empty. The program is looked up in the container's `PATH` unless it has a slash.
    ///   - secrets: what becomes variables.
    ///   - watch: what comes before the command's first instruction.
    public static func arguments(
        running command: [String], secrets: [Secret] = [], guarded watch: Guard = Guard()
    ) -> [String] {
        var arguments: [String] = []
        if let gate = watch.gate { arguments += ["--gate", gate] }
        if let cage = watch.cage { arguments += ["--cage", cage] }
        if watch.isClosed { arguments.append("--closed") }
        if !watch.isInit { arguments.append("--exec") }
        for secret in secrets { arguments += ["--env", "\(secret.name)=\(secret.path)"] }
        return arguments + ["--"] + command
    }
}
