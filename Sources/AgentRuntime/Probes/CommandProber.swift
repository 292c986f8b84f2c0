import AgentLauncher
import AgentValues
import EngineAPI
import Synchronization

/// Runs a command in the container and looks at its exit code and, where wanted, at what it prints. Where its program is not in the
/// image, it is carried out in another way, or known to be impossible.
final class CommandProber: Prober {
    private static let readAtMost = 64 << 10

    private let target: ProbeTarget
    private let command: [String]
    private let exitCode: Int
    private let text: String?
    private let timeout: Duration
    private let substitute = Mutex<HTTPProber?>(nil)
    private let isThere = Mutex(false)

    init(target: ProbeTarget, command: [String], exitCode: Int = 0, text: String? = nil, timeout: Duration) {
        self.target = target
        self.command = command
        self.exitCode = exitCode
        self.text = text
        self.timeout = timeout
    }

    private var words: String { command.joined(separator: " ") }

    func attempt() async throws -> ProbeOutcome {
        if let other = substitute.withLock(\.self) { return try await other.attempt() }
        do {
            let (outcome, mayBeMissing) = try await withTimeLimit(timeout) { try await self.run() }
            guard mayBeMissing else { return outcome }
            return try await withTimeLimit(timeout) { try await self.instead(of: outcome) }
        } catch is TimeLimitExceeded {
            return .failure("'\(words)' did not end within \(timeout.brief)")
        }
    }

    /// - Returns: also whether that is how it ends where the program is not there.
    private func run() async throws -> (ProbeOutcome, mayBeMissing: Bool) {
        var output: [UInt8] = []
        let code: Int
        do {
            let exec = try await target.engine.exec.create(in: target.container, ExecConfiguration(command))
            for try await frame in try await target.engine.exec.start(exec, tty: false).frames
            where output.count < Self.readAtMost {
                output += frame.bytes
            }
            code = try await target.engine.exec.inspect(exec).exitCode ?? -1
        } catch let error as EngineError where error.isRefusal || error.code == .streamError {
            return (.failure(error.summary), mayBeMissing: true)
        }
        let answer = "'\(words)' ended with exit code \(code): \(Excerpt.of(output, called: "output"))"
        guard code == exitCode else {
            let isShell = RequestCommand.line(in: command)?.contains("||") ?? false
            return (.failure(answer), mayBeMissing: code == 126 || code == 127 || isShell)
        }
        guard let text, !String(decoding: output, as: UTF8.self).contains(text) else {
            return (.success, mayBeMissing: false)
        }
        return (.failure("\(answer), without '\(text)'"), mayBeMissing: false)
    }

    private func instead(of outcome: ProbeOutcome) async throws -> ProbeOutcome {
        guard let (program, problem) = try await missingProgram() else { return outcome }
        let variables = Dictionary(
            target.environment.compactMap { line -> (String, String)? in
                guard let end = line.firstIndex(of: "=") else { return nil }
                return (String(line[..<end]), String(line[line.index(after: end)...]))
            }, uniquingKeysWith: { $1 })
        guard exitCode == 0, var check = RequestCommand(command, variables: variables)?.check else {
            return .impossible("the probe's program '\(program)' \(problem)", hint: Self.remedy(for: program))
        }
        check.text = text
        target.note("'\(program)' \(problem), so '\(words)' is carried out by aac-runtime: \(Probe.Check.http(check))")
        let other = HTTPProber(target: target, check: check, timeout: timeout)
        substitute.withLock { $0 = other }
        return try await other.attempt()
    }

    /// The program that the command needs and the container has not, and what is the matter. Looked for until it was found once.
    private func missingProgram() async throws -> (name: String, problem: String)? {
        guard !isThere.withLock(\.self) else { return nil }
        let inner = RequestCommand.line(in: command).flatMap(ShellWords.program)
        for program in [command.first, inner].compactMap(\.self) {
            switch try await target.find(program) {
            case .notThere: return (program, "is not in the image")
            case .notExecutable: return (program, "cannot be executed")
            case .there: continue
            case nil: return nil
            }
        }
        isThere.withLock { $0 = true }
        return nil
    }

    private static func remedy(for program: String) -> String {
        let isClient = ["curl", "wget"].contains(program.split(separator: "/").last)
        return isClient
            ? "ask without it, such as 'healthCheck: {type: http, path: /health, port: 8080}', or install it in the image"
            : "install it in the image, or use another type of healthCheck: http, tcp, file or log"
    }
}
