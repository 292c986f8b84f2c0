import EngineAPI

/// Finds out why an engine refused to start a container, from what it keeps about it and never from its words.
struct StartFailure: Sendable {
    let engine: EngineClient
    let options: RunOptions
    let container: String
    let refusal: EngineError

    func explain() async -> RuntimeError {
        let inspection = try? await engine.containers.inspect(container)
        let program = inspection.map(Self.program)
        switch await exitCode(inspection, program: program) {
        case 127:
            return error(
                .commandNotFound, "the container's command '\(program ?? "")' is not in the image", Self.commandHint)
        case 126:
            return error(
                .commandNotExecutable, "the container's command '\(program ?? "")' cannot be executed", Self.commandHint)
        default:
            return error(.startRefused, "the engine refused to start the container", await portHint())
        }
    }

    private static let commandHint = "check spec.command and spec.args, or the image's ENTRYPOINT and CMD"

    private func error(_ code: RuntimeError.Code, _ message: String, _ hint: String?) -> RuntimeError {
        RuntimeError(code, agent: options.identity.agent, message, details: refusal.words, hint: hint)
    }

    /// Which of the wanted ports are in use; nil where none is, or where the host is another one and nobody can look.
    private func portHint() async -> String? {
        guard engine.address.remoteHost == nil else { return nil }
        let ports = options.ports.filter { $0.host != 0 }
        let taken = await SystemThread.run { ports.filter { !PortCheckHook.isFree($0) } }
        guard !taken.isEmpty else { return nil }
        let list = taken.map { "\($0.hostIP):\($0.host)" }.joined(separator: ", ")
        return "in use on the host: \(list); 'host: 0' takes any free port"
    }

    /// 126 and 127 as a shell means them: Docker keeps them as the exit code; else the image's files tell.
    private func exitCode(_ inspection: ContainerInspection?, program: String?) async -> Int? {
        guard let inspection, let program else { return nil }
        if [126, 127].contains(inspection.state.exitCode) { return inspection.state.exitCode }
        return await CommandLookup(engine: engine, container: container).exitCode(of: program)
    }

    /// The program that the container starts; with an init process, the one that this starts.
    private static func program(of inspection: ContainerInspection) -> String {
        let configuration = inspection.configuration
        return configuration.entrypoint?.first ?? configuration.command?.first ?? inspection.path
    }
}
