import AgentValues
import EngineAPI

/// The last lines of a container's output, for an error about it.
struct LogTail: Sendable {
    private static let readAtMost = 256 << 10
    private static let limit = Duration.seconds(5)

    let engine: EngineClient
    let lines: Int

    /// - Returns: the lines; none when they cannot be had, since a missing log must not hide the error that it is for.
    func read(_ container: String, tty: Bool) async -> [String] {
        let bytes = try? await withTimeLimit(Self.limit) {
            var bytes: [UInt8] = []
            for try await frame in try await engine.containers.logs(container, LogOptions(tail: lines), tty: tty) {
                bytes += frame.bytes
                if bytes.count > Self.readAtMost { break }
            }
            return bytes
        }
        return String(decoding: bytes ?? [], as: UTF8.self).split(separator: "\n").suffix(lines).map(String.init)
    }
}
