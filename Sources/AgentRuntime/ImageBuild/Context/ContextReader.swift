import Dispatch

/// Makes the chunks of a ``BuildContext`` on a thread of its own, because reading files blocks.
actor ContextReader {
    /// How much is read before it is handed over; a chunk may be some blocks longer.
    private static let chunkSize = 256 << 10

    private let executor = ReadingExecutor()
    private let context: BuildContext
    private var extraFiles: [ImageBuildPlan.GeneratedFile]
    private var walk: FolderWalk?
    private var current: (file: OpenFile, path: String, size: Int64, rest: Int64)?
    private var isFinished = false
    private var isBegun = false

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(_ context: BuildContext) {
        self.context = context
        extraFiles = context.extraFiles.sorted { $0.path < $1.path }
    }

    /// The next chunk; nil after the last.
    func next() throws(BuildError) -> [UInt8]? {
        if isFinished { return nil }
        var chunk: [UInt8] = []
        if !isBegun, context.beginsWithFolder {
            chunk += TarHeader(path: [UInt8(ascii: ".")], kind: .folder, mode: 0o755, modified: 0).blocks
        }
        isBegun = true
        while chunk.count < Self.chunkSize {
            if current != nil {
                chunk += try readCurrent(upTo: Self.chunkSize - chunk.count)
            } else if !extraFiles.isEmpty {
                let file = extraFiles.removeFirst()
                chunk += entry(for: file)
            } else if let entry = try nextEntry() {
                chunk += entry.header.blocks
                context.digest?.add(entry.header)
                if let file = entry.file, case .file(let size) = entry.header.kind {
                    current = (file, entry.path, size, size)
                }
            } else {
                isFinished = true
                chunk += TarHeader.end
                context.digest?.finish()
                break
            }
        }
        return chunk
    }

    private func nextEntry() throws(BuildError) -> FolderWalk.Entry? {
        let walk =
            if let walk {
                walk
            } else {
                try FolderWalk(
                    path: context.folder, rules: context.rules, skipping: Set(context.extraFiles.map(\.path)),
                    paths: context.paths, modes: context.modes)
            }
        self.walk = walk
        defer { walk.takeNotes().forEach(context.note) }
        return try walk.next()
    }

    /// A part of the file at hand. The header has promised a size: a file that grew is sent up to it, one that shrank is
    /// an error, because the archive cannot be right any more.
    private func readCurrent(upTo limit: Int) throws(BuildError) -> [UInt8] {
        guard var state = current else { return [] }
        var bytes: [UInt8] = []
        if state.rest > 0 {
            do {
                bytes = try state.file.read(upTo: Int(min(Int64(limit), state.rest)))
            } catch {
                throw BuildError(.unreadable, "cannot read '\(state.path)' of the folder to build: \(error)")
            }
            if bytes.isEmpty {
                throw BuildError(
                    .fileChanged,
                    "'\(state.path)' got shorter while it was sent: \(state.size - state.rest) of \(state.size) bytes were there",
                    hint: "build again when nothing writes to it, or name it in .dockerignore")
            }
            state.rest -= Int64(bytes.count)
            context.digest?.add(bytes)
        }
        current = state.rest == 0 ? nil : state
        if state.rest == 0 { bytes += TarHeader.padding(after: state.size) }
        return bytes
    }

    private func entry(for file: ImageBuildPlan.GeneratedFile) -> [UInt8] {
        let content = Array(file.text.utf8)
        let header = TarHeader(
            path: Array(file.path.utf8), kind: .file(size: Int64(content.count)), mode: 0o644, modified: 0)
        context.digest?.add(header)
        context.digest?.add(content)
        return header.blocks + content + TarHeader.padding(after: Int64(content.count))
    }
}

/// Runs an actor on a dispatch queue of its own.
private final class ReadingExecutor: SerialExecutor {
    private let queue = DispatchQueue(label: "build-context")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
}
