import AgentValues
import EngineAPI

/// Runs a command in the container and looks at its exit code and, where wanted, at what it prints.
struct CommandProber: Prober {
    private static let readAtMost = 64 << 10

    var target: ProbeTarget
    var command: [String]
    var exitCode: Int
    var text: String?
    var timeout: Duration

    func attempt() async throws -> ProbeOutcome {
        do {
            return try await withTimeLimit(timeout) { try await run() }
        } catch is TimeLimitExceeded {
            return .failure("'\(command.joined(separator: " "))' did not end within \(timeout.brief)")
        } catch let error as EngineError where error.isRefusal || error.code == .streamError {
            return .failure(error.summary)
        }
    }

    private func run() async throws -> ProbeOutcome {
        let exec = try await target.engine.exec.create(in: target.container, ExecConfiguration(command))
        var output: [UInt8] = []
        for try await frame in try await target.engine.exec.start(exec, tty: false).frames
        where output.count < Self.readAtMost {
            output += frame.bytes
        }
        let code = try await target.engine.exec.inspect(exec).exitCode ?? -1
        let printed = String(decoding: output, as: UTF8.self)
        let answer =
            "'\(command.joined(separator: " "))' ended with exit code \(code): \(Excerpt.of(output, called: "output"))"
        guard code == exitCode else { return .failure(answer) }
        guard let text, !printed.contains(text) else { return .success }
        return .failure("\(answer), without '\(text)'")
    }
}
