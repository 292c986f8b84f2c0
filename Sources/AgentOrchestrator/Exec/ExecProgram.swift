import AgentRuntime
import EngineAPI

/// The program of a command in a container, of which engines say in different ways that it cannot be started: Docker 20 ends all
/// with 126, Podman 5 some with 125.
struct ExecProgram: Sendable {
    private enum Finding {
        case missing, notExecutable, executable
        /// Where engines cannot look.
        case unknown
    }

    /// The codes of commands that engines could not start; those of commands that ran can be the same.
    private static let codesOfEngines: ClosedRange<Int32> = 125...127
    private static let notExecutable: Int32 = 126
    private static let notFound: Int32 = 127
    /// Where programs are when nothing says so.
    private static let defaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    private static let longestChain = 16

    private let options: ExecOptions
    private let container: String
    private let engine: EngineClient

    init(_ options: ExecOptions, in container: String, of engine: EngineClient) {
        self.options = options
        self.container = container
        self.engine = engine
    }

    /// The exit code as shells have it: 127 where the program is not there, 126 where it cannot be executed.
    ///
    /// - Parameter code: the engine's.
    func status(for code: Int32) async -> Int32 {
        guard Self.codesOfEngines.contains(code), let finding = try? await find() else { return code }
        switch finding {
        case .missing: return Self.notFound
        case .notExecutable: return Self.notExecutable
        // It ran, and this is its own code.
        case .executable, .unknown: return code
        }
    }

    /// Why the engine has refused to start it.
    ///
    /// - Parameter refusal: what the engine said.
    func error(for refusal: EngineError) async -> any Error {
        let name = options.command.first ?? ""
        switch try? await find() {
        case .missing: return AgentError(.commandNotFound, "the command '\(name)' is not in the container")
        case .notExecutable: return AgentError(.notExecutable, "the command '\(name)' cannot be executed")
        case .executable, .unknown, nil: return refusal
        }
    }

    private func find() async throws -> Finding {
        let inspection = try await engine.containers.inspect(container)
        let memory = Array((inspection.host.tmpfs ?? [:]).keys) + ["/dev", "/proc", "/sys"]
        var best = Finding.missing
        for path in places(in: inspection.configuration) {
            if memory.contains(where: { path.hasPrefix("\($0)/") }) { return .unknown }
            switch try await look(at: path) {
            case .executable: return .executable
            case .notExecutable: best = .notExecutable
            case .missing, .unknown: break
            }
        }
        return best
    }

    /// Where the program may be.
    private func places(in configuration: ContainerConfiguration) -> [String] {
        guard let name = options.command.first, !name.isEmpty else { return [] }
        let folder = options.workingDirectory ?? configuration.workingDirectory.flatMap { $0.isEmpty ? nil : $0 } ?? "/"
        if name.hasPrefix("/") { return [name] }
        if name.contains("/") { return ["\(folder)/\(name)"] }
        let variables = (configuration.environment ?? []) + options.environment
        let path = variables.last { $0.hasPrefix("PATH=") }?.dropFirst("PATH=".count)
        return (path ?? Self.defaultPath[...]).split(separator: ":").map { "\($0)/\(name)" }
    }

    private func look(at path: String) async throws -> Finding {
        var path = CopyPath(inContainer: path).absolute
        for _ in 0..<Self.longestChain {
            guard let file = try await engine.unlessMissing({ try await engine.containers.stat(container, path: path) })
            else { return .missing }
            // Docker says this of links alone, Podman always.
            let target = file.linkTarget.map { CopyPath(inContainer: $0).absolute } ?? path
            guard target != path else {
                return !file.isDirectory && file.permissions & 0o111 != 0 ? .executable : .notExecutable
            }
            path = target
        }
        return .notExecutable
    }
}
