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
            return error(.commandNotFound, "the container's command '\(program ?? "")' is not in the image")
        case 126:
            return error(.commandNotExecutable, "the container's command '\(program ?? "")' cannot be executed")
        default:
            return error(.startRefused, "the engine refused to start the container")
        }
    }

    private func error(_ code: RuntimeError.Code, _ message: String) -> RuntimeError {
        let hint: String? =
            switch code {
            case .commandNotFound, .commandNotExecutable:
                "check spec.command and spec.args, or the image's ENTRYPOINT and CMD"
            default:
                options.ports.isEmpty
                    ? nil : "is one of the host's ports in use? (\(portList)) 'host: 0' takes any free one"
            }
        return RuntimeError(code, agent: options.identity.agent, message, details: refusal.words, hint: hint)
    }

    private var portList: String {
        options.ports.map { "\($0.hostIP):\($0.host)" }.joined(separator: ", ")
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
