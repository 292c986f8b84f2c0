import EngineAPI

/// Follows what BuildKit tells during a build: a value that takes traces as they come and keeps what is needed when the build
/// fails. Operations go on side by side; what is told of them is put in one order, and a step is named again where its lines
/// go on after another's.
struct BuildKitTranscript: Sendable {
    /// What is known of an operation.
    private struct Operation: Sendable {
        var step: BuildTranscript.Step?
        var isTold = false
        var isCached = false
        /// What came behind the last line end, by stream.
        var pending: [Int64: [UInt8]] = [:]
        var tail: [String] = []
    }

    /// The longest line, in bytes, that is kept as one.
    private static let longestLine = 64 << 10
    /// How many operations are followed; a Dockerfile has some dozens.
    private static let mostOperations = 10_000

    private var operations: [String: Operation] = [:]
    private var current: String?
    private var isUnreadable = false
    private var failedOperation: String?

    /// The step that failed first; nil where none did.
    var failedStep: BuildTranscript.Step? { failedOperation.flatMap { operations[$0]?.step } }
    /// The last lines that it printed.
    var tail: [String] { failedOperation.flatMap { operations[$0]?.tail } ?? [] }
    /// Whether something failed that is no step, such as the way to a base image.
    var hasFailed: Bool { failedOperation != nil }

    /// Takes the next trace.
    mutating func receive(_ trace: BuildTrace) -> [BuildOutput] {
        var outputs: [BuildOutput] = []
        for vertex in trace.vertexes { take(vertex, &outputs) }
        for status in trace.statuses where status.total > 0 {
            outputs.append(
                .pull(layer: status.id, status: status.name, done: status.current, total: status.total))
        }
        for log in trace.logs { take(log, &outputs) }
        outputs += trace.warnings.map { .note($0) }
        return outputs
    }

    /// Takes it that a trace cannot be read; that is told once.
    mutating func receiveUnreadable() -> [BuildOutput] {
        defer { isUnreadable = true }
        return isUnreadable ? [] : [.note("what the engine tells of the build's steps cannot be read and is not shown")]
    }

    /// Takes what came without a line end.
    mutating func finish() -> [BuildOutput] {
        var outputs: [BuildOutput] = []
        for digest in operations.keys.sorted() { flush(digest, &outputs) }
        return outputs
    }

    private mutating func take(_ vertex: BuildTrace.Vertex, _ outputs: inout [BuildOutput]) {
        let digest = vertex.digest
        if operations[digest] == nil {
            guard operations.count < Self.mostOperations else { return }
            operations[digest] = Operation(step: Self.step(in: vertex.name))
        }
        if vertex.isStarted, operations[digest]?.isTold == false { tell(digest, &outputs) }
        if vertex.isCached, operations[digest]?.isCached == false {
            operations[digest]?.isCached = true
            // A base image is always there already.
            if let step = operations[digest]?.step, !step.isFrom {
                tell(digest, &outputs)
                outputs.append(.cached)
            }
        }
        if vertex.isCompleted { flush(digest, &outputs) }
        // What else was going on is cancelled then, and says so.
        if !vertex.error.isEmpty, failedOperation == nil { failedOperation = digest }
    }

    private mutating func take(_ log: BuildTrace.Log, _ outputs: inout [BuildOutput]) {
        guard var pending = operations[log.vertex].map({ $0.pending[log.stream] ?? [] }) else { return }
        pending += log.bytes
        var lines = pending.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let rest = lines.count == 1 && pending.count > Self.longestLine ? [] : lines.popLast() ?? []
        operations[log.vertex]?.pending[log.stream] = Array(rest)
        for line in lines { print(line, of: log.vertex, &outputs) }
    }

    private mutating func flush(_ digest: String, _ outputs: inout [BuildOutput]) {
        for (stream, bytes) in (operations[digest]?.pending ?? [:]).sorted(by: { $0.key < $1.key }) where !bytes.isEmpty
        {
            operations[digest]?.pending[stream] = []
            print(bytes[...], of: digest, &outputs)
        }
    }

    private mutating func print(_ line: ArraySlice<UInt8>, of digest: String, _ outputs: inout [BuildOutput]) {
        let shown = BuildTranscript.withoutMarks(String(decoding: line, as: UTF8.self))
        tell(digest, &outputs)
        outputs.append(.line(shown))
        operations[digest]?.tail.append(shown)
        if let count = operations[digest]?.tail.count, count > BuildTranscript.tailLength {
            operations[digest]?.tail.removeFirst()
        }
    }

    /// Names a step, unless it was the last to be named.
    private mutating func tell(_ digest: String, _ outputs: inout [BuildOutput]) {
        operations[digest]?.isTold = true
        guard current != digest, let step = operations[digest]?.step else { return }
        current = digest
        outputs.append(.step(number: step.number, of: step.count, instruction: step.instruction))
    }

    /// `[2/4] RUN x`, `[build 2/4] RUN x` or `[linux/amd64 build 2/4] RUN x`; nil for BuildKit's own work, such as
    /// `[internal] load remote build context`.
    private static func step(in name: String) -> BuildTranscript.Step? {
        guard name.hasPrefix("["), let close = name.firstIndex(of: "]") else { return nil }
        let words = name[..<close].dropFirst().split(separator: " ")
        let numbers = words.last?.split(separator: "/").map { Int($0) } ?? []
        guard numbers.count == 2, let number = numbers[0], let count = numbers[1], number > 0, count > 0 else {
            return nil
        }
        // A platform has a slash, the name of a stage has none.
        let stage = words.dropLast().last { !$0.contains("/") }.map(String.init)
        let instruction = String(name[name.index(after: close)...]).trimmingWhitespace()
        return BuildTranscript.Step(number: number, count: count, instruction: instruction, stage: stage)
    }
}
