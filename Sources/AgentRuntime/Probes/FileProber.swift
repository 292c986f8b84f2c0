import AgentValues
import EngineAPI

/// Looks whether a file is in the container and, where wanted, what it holds.
struct FileProber: Prober {
    private static let readAtMost = 1 << 20

    var target: ProbeTarget
    var path: String
    var text: String?
    var timeout: Duration

    func attempt() async throws -> ProbeOutcome {
        do {
            return try await withTimeLimit(timeout) { try await look() }
        } catch is TimeLimitExceeded {
            return .failure("the engine did not say within \(timeout.brief) whether there is a file '\(path)'")
        }
    }

    private func look() async throws -> ProbeOutcome {
        do {
            _ = try await target.engine.containers.stat(target.container, path: path)
            guard let text else { return .success }
            var archive: [UInt8] = []
            for try await chunk in try await target.engine.containers.archive(target.container, path: path) {
                archive += chunk
                if archive.count >= Self.readAtMost { break }
            }
            // The archive is uncompressed and holds this one file, so its text can be searched for in the archive
            // itself.
            if archive.firstRange(of: Array(text.utf8)) != nil { return .success }
            return .failure("the file '\(path)' does not hold '\(text)'")
        } catch let error as EngineError where error.code == .notFound {
            return .failure("there is no file '\(path)' in the container")
        } catch let error as EngineError where error.isRefusal {
            return .failure(error.summary)
        }
    }
}
