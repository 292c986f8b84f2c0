import AgentValues
import Diagnostics
import EngineAPI

/// The files of a running container as its own programs reach them, with the rights of the container's user.
///
/// What they answer is as little to be trusted as the files are.
struct ProgramFiles: ContainerFiles {
    let engine: EngineClient
    let container: String

    /// Prints what a path leads to.
    private static let finder = """
        command -v tar > /dev/null || exit 3
        path=$(readlink -f "$1") || exit 4
        if [ -d "$path" ]; then printf 'd%s' "$path"; elif [ -e "$path" ]; then printf 'f%s' "$path"; else exit 4; fi
        """

    func find(_ path: String) async throws -> ContainerEntry? {
        let said = Transcript()
        let status = try await program("sh", "-c", Self.finder, "sh", path).run { await said.add($0, $1) }
        switch status {
        case 0: break
        case 4: return nil
        default:
            throw AgentError(
                .refused, "'\(path)' is in the container's memory, where only its own tar reaches, and it has none",
                hint: "copy to or from a path that is not on a tmpfs, or add tar and sh to the image")
        }
        let answer = await said.output
        guard answer.first == "d" || answer.first == "f", answer.dropFirst().hasPrefix("/") else { return nil }
        return ContainerEntry(files: self, path: String(answer.dropFirst()), isFolder: answer.first == "d")
    }

    func read(_ path: String, to sink: @escaping @Sendable ([UInt8]) async throws -> Void) async throws {
        let path = CopyPath(inContainer: path)
        let said = Transcript()
        let status = try await program("tar", "-c", "-f", "-", "-C", path.parent, "./\(path.name)").run {
            if $1 == .stdout { try await sink($0) } else { await said.add($0, $1) }
        }
        try await check(status, said, doing: "read '\(path.absolute)'")
    }

    func write(_ archive: any AsyncSequence<[UInt8], any Error> & Sendable, into folder: String) async throws {
        let said = Transcript()
        let status = try await program("tar", "-x", "-o", "-f", "-", "-C", folder, takesInput: true).run(input: archive)
        {
            await said.add($0, $1)
        }
        try await check(status, said, doing: "write to '\(folder)'")
    }

    private func program(_ words: String..., takesInput: Bool = false) -> ContainerProgram {
        ContainerProgram(words, in: container, of: engine, takesInput: takesInput)
    }

    private func check(_ status: Int32, _ said: Transcript, doing action: String) async throws {
        guard status != 0 else { return }
        throw AgentError(
            .refused, "tar in the container could not \(action)",
            details: [TerminalText.line(await said.errors)].filter { !$0.isEmpty })
    }
}

/// What a program said, as far as anyone would read it.
actor Transcript {
    private static let limit = 4096
    private var bytes: [LogFrame.Stream: [UInt8]] = [:]

    /// Standard output.
    var output: String { text(.stdout) }
    /// Standard error, without the last line's end.
    var errors: String { text(.stderr) }

    func add(_ piece: [UInt8], _ stream: LogFrame.Stream) {
        bytes[stream, default: []] += piece.prefix(Self.limit - bytes[stream, default: []].count)
    }

    private func text(_ stream: LogFrame.Stream) -> String {
        let text = String(decoding: bytes[stream] ?? [], as: UTF8.self)
        return text.hasSuffix("\n") ? String(text.dropLast()) : text
    }
}
