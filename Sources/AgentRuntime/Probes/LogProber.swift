import EngineAPI
import Synchronization

/// Follows the container's output from its start and looks for a line that matches.
final class LogProber: Prober {
    private static let longestLine = 64 << 10

    private struct State {
        var found = false
        var ended = false
        var follower: Task<Void, Never>?
    }

    private let target: ProbeTarget
    private let pattern: String
    private let state = Mutex(State())

    init(target: ProbeTarget, pattern: String) throws {
        self.target = target
        self.pattern = pattern
        // A pattern that is none is found here, and not in a task that nobody watches.
        _ = try Regex(pattern)
    }

    deinit { state.withLock { $0.follower?.cancel() } }

    func attempt() async throws -> ProbeOutcome {
        let (found, ended) = state.withLock { state in
            if state.follower == nil { state.follower = follower() }
            return (state.found, state.ended)
        }
        if found { return .success }
        return .failure("no line of the output matches /\(pattern)/" + (ended ? "; the output has ended" : ""))
    }

    private func follower() -> Task<Void, Never> {
        Task { [target, pattern, weak self] in
            let found = (try? await Self.follow(target, until: pattern)) ?? false
            self?.state.withLock { state in
                state.found = found
                state.ended = true
            }
        }
    }

    private static func follow(_ target: ProbeTarget, until pattern: String) async throws -> Bool {
        let regex = try Regex(pattern)
        let logs = try await target.engine.containers.logs(
            target.container, LogOptions(follow: true), tty: target.hasTerminal)
        var line: [UInt8] = []
        for try await frame in logs {
            for byte in frame.bytes {
                if byte != UInt8(ascii: "\n") {
                    if line.count < longestLine { line.append(byte) }
                    continue
                }
                if String(decoding: line, as: UTF8.self).contains(regex) { return true }
                line.removeAll(keepingCapacity: true)
            }
        }
        return String(decoding: line, as: UTF8.self).contains(regex)
    }
}
