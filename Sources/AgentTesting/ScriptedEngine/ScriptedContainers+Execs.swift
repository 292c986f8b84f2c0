public import AgentValues
internal import EngineAPI
internal import FoundationEssentials
internal import Synchronization

/// What a program answers that is executed in a container.
public struct ScriptedExec: Sendable {
    /// What it prints.
    public var output: [LogFrame]
    /// Its exit code.
    public var exitCode: Int

    /// Prints text on its standard output, and ends.
    public init(_ text: String = "", exitCode: Int = 0) {
        output = text.isEmpty ? [] : [LogFrame(.stdout, Array(text.utf8))]
        self.exitCode = exitCode
    }

    struct Started: Sendable {
        var container: String
        var configuration: ExecConfiguration
        var exitCode: Int?
    }
}

/// Programs that are executed in containers.
extension ScriptedContainers {
    func playExecs(on engine: ScriptedEngine) {
        on("POST /containers/*/exec", of: engine) { [self] container, call in
            guard container.state == "running" else { return .notRunning }
            guard let configuration = try? JSONDecoder().decode(ExecConfiguration.self, from: Data(call.body)) else {
                return .failure(400, "no configuration")
            }
            return self.engine.withLock { engine in
                engine.execs.append(.init(container: container.name, configuration: configuration))
                return .json(#"{"Id":"\#(engine.execs.count - 1)"}"#, status: 201)
            }
        }
        engine.answer("POST /exec/*/start") { [self] call in
            guard let (number, exec) = exec(of: call) else { return .gone }
            let isDetached = String(decoding: call.body, as: UTF8.self).contains(#""Detach":true"#)
            guard !isDetached else {
                _ = carryOut(number, exec, input: [])
                return ScriptedAnswer()
            }
            return .script { [self] connection in
                try connection.send(
                    "HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.raw-stream\r\n"
                        + "Connection: Upgrade\r\nUpgrade: tcp\r\n\r\n")
                var input: [UInt8] = []
                if exec.configuration.attachesStandardInput {
                    // Throws at the end of the input.
                    while let piece = try? connection.receiveSome() { input += piece }
                }
                for frame in carryOut(number, exec, input: input) {
                    try connection.send(exec.configuration.hasTerminal ? frame.bytes : frame.onTheWire)
                }
            }
        }
        engine.answer("GET /exec/*/json") { [self] call in
            guard let (number, exec) = exec(of: call) else { return .gone }
            let code = exec.exitCode
            return .json(
                #"{"ID":"\#(number)","Running":\#(code == nil),"ExitCode":\#(code ?? 0)}"#)
        }
    }

    private func carryOut(_ number: Int, _ exec: ScriptedExec.Started, input: [UInt8]) -> [LogFrame] {
        let program = engine.withLock(\.program)
        let answer = program(exec.container, exec.configuration.command, input)
        engine.withLock { $0.execs[number].exitCode = answer.exitCode }
        return answer.output
    }

    private func exec(of call: ScriptedCall) -> (Int, ScriptedExec.Started)? {
        let number = call.path.split(separator: "/").dropFirst().first.flatMap { Int($0) }
        return engine.withLock { engine in
            number.flatMap { engine.execs.indices.contains($0) ? ($0, engine.execs[$0]) : nil }
        }
    }
}
