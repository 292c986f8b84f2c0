import AgentValues
import Diagnostics
import EngineAPI
import Synchronization

/// Follows the container's output from its start and looks for a line that matches; colours are no part of a line.
final class LogProber: Prober {
    private struct State {
        var found = false
        /// The last line that did not match.
        var lastLine: [UInt8] = []
        /// Why the output is not read any longer; nil while it is.
        var ending: String?
        var follower: Task<Void, Never>?
    }

    private let target: ProbeTarget
    private let pattern: String
    private let state = Mutex(State())

    init(target: ProbeTarget, pattern: String) throws {
        self.target = target
        self.pattern = pattern
        // Compiled here, so that a bad pattern is reported by the probe and not lost in the reading task.
        _ = try Regex(pattern)
    }

    deinit { state.withLock { $0.follower?.cancel() } }

    func attempt() async throws -> ProbeOutcome {
        let seen = state.withLock { state in
            if state.follower == nil { state.follower = follower() }
            return state
        }
        if seen.found { return .success }
        let last = seen.lastLine.isEmpty ? "" : "; the last one is \(Excerpt.of(seen.lastLine, called: "text"))"
        return .failure("no line of the output matches /\(pattern)/\(last)" + (seen.ending.map { "; \($0)" } ?? ""))
    }

    private func follower() -> Task<Void, Never> {
        Task { [target, pattern, weak self] in
            let result: Result<Bool, any Error>
            do {
                result = .success(
                    try await Self.follow(target, until: pattern) { line in
                        self?.state.withLock { $0.lastLine = line }
                    })
            } catch {
                result = .failure(error)
            }
            self?.state.withLock { state in
                switch result {
                case .success(let found):
                    state.found = found
                    state.ending = "the output has ended"
                case .failure(let error):
                    // The next attempt reads again.
                    state.ending = "it cannot be read: \((error as? EngineError)?.summary ?? "\(error)")"
                    state.follower = nil
                }
            }
        }
    }

    private static func follow(
        _ target: ProbeTarget, until pattern: String, miss: (_ line: [UInt8]) -> Void
    ) async throws -> Bool {
        let regex = try Regex(pattern)
        // Output from before the last restart says nothing about the agent that runs now.
        let logs = try await target.engine.containers.logs(
            target.container, LogOptions(follow: true, since: target.endedBefore), tty: target.hasTerminal)
        var lines = LogAssemblers()
        for try await frame in logs {
            for line in lines.push(frame.bytes, frame.stream) {
                let text = TerminalFilter.plain(line.text)
                if String(decoding: text, as: UTF8.self).contains(regex) { return true }
                miss(text)
            }
        }
        return lines.finish().contains {
            String(decoding: TerminalFilter.plain($0.1.text), as: UTF8.self).contains(regex)
        }
    }
}
