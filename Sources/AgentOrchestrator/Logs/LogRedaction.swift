import AgentRuntime
package import AgentValues
import EngineAPI
import Synchronization

/// Takes the values of secrets out of what agents print. The values are read from the files that the agents have them from.
package final class LogRedaction: Sendable {
    private struct Key: Hashable {
        var origin: LogOrigin
        var stream: LogFrame.Stream
    }

    private let project: String
    private let fresh = Mutex<[LogOrigin: Redactor]>([:])
    private let redactors = Mutex<[Key: Redactor]>([:])

    /// - Parameter project: the project of all origins that name none.
    package init(project: String) { self.project = project }

    /// Reads the values of an agent's secrets, while they are there.
    package func begin(_ origin: LogOrigin) {
        let redactor = read(origin)
        fresh.withLock { $0[origin] = redactor }
    }

    /// A piece without values; the end of it can be held back, because a value may go on in the next.
    package func redact(_ bytes: [UInt8], _ stream: LogFrame.Stream, of origin: LogOrigin) -> [UInt8] {
        let key = Key(origin: origin, stream: stream)
        if let clean = redactors.withLock({ $0[key]?.redact(bytes) }) { return clean }
        var redactor = redactor(of: origin)
        let clean = redactor.redact(bytes)
        redactors.withLock { $0[key] = redactor }
        return clean
    }

    /// What is still held back, at the end.
    package func finish(_ stream: LogFrame.Stream, of origin: LogOrigin) -> [UInt8] {
        redactors.withLock { $0[Key(origin: origin, stream: stream)]?.finish() } ?? []
    }

    /// A whole line without values.
    package func redact(line: [UInt8], _ stream: LogFrame.Stream, of origin: LogOrigin) -> [UInt8] {
        let clean = redact(line, stream, of: origin)
        return clean + finish(stream, of: origin)
    }

    private func redactor(of origin: LogOrigin) -> Redactor { fresh.withLock { $0[origin] } ?? read(origin) }

    private func read(_ origin: LogOrigin) -> Redactor {
        Redactor(
            SecretFiles.values(project: origin.project ?? project, agent: origin.agent, replica: origin.replica))
    }
}
