/// Follows what an engine says during a build: a value that takes the pieces of text as they come and keeps what is needed
/// when the build fails or is cancelled.
///
/// Besides the output of steps, the text holds lines of the builder's own, the same since the first versions of `docker
/// build` and `buildah`: where a step begins, and the ids of what it made. They are used for showing and for cleaning up;
/// whether the build succeeded is never read from text.
struct BuildTranscript: Sendable {
    /// A step of the Dockerfile.
    struct Step: Sendable, Hashable {
        var number: Int
        var count: Int
        var instruction: String
        /// The name or the number, from 0, of its stage, where the builder tells it.
        var stage: String?

        /// Whether it takes a base image, which may mean a pull.
        var isFrom: Bool { instruction.uppercased().hasPrefix("FROM ") }
    }

    /// How many lines of a step are kept for an error.
    static let tailLength = 20
    /// The longest line, in bytes, that is kept as one.
    private static let longestLine = 64 << 10

    /// The step at hand; nil before the first.
    private(set) var step: Step?
    /// The last lines that the step printed.
    private(set) var tail: [String] = []
    /// The shortened ids of the images that this build made, in order; those from the cache are not among them.
    private(set) var layers: [String] = []
    /// The shortened id of the container that the step runs in, where the engine names it.
    private(set) var container: String?
    private var isCached = false
    private var pending = ""

    /// Takes the next piece of text; a line may be spread over several.
    mutating func receive(_ text: String) -> [BuildOutput] {
        pending += text
        guard pending.utf8.contains(UInt8(ascii: "\n")) || pending.utf8.count > Self.longestLine else { return [] }
        // By scalars: "\r\n" is one character.
        var lines = pending.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
        let rest = pending.utf8.count > Self.longestLine && lines.count == 1 ? nil : lines.popLast()
        pending = rest.map { String($0) } ?? ""
        return lines.compactMap { take(String($0)) }
    }

    /// Whether the step at hand has printed anything. Podman puts its own words in between: its log, whose lines begin with
    /// their time, and `COMMIT` with the image's name.
    var hasOutput: Bool { tail.contains { !$0.hasPrefix("time=\"") && !$0.hasPrefix("COMMIT ") } }

    /// Takes what came without a line end.
    mutating func finish() -> [BuildOutput] {
        let rest = pending
        pending = ""
        return rest.isEmpty ? [] : [take(rest)].compactMap(\.self)
    }

    private mutating func take(_ line: String) -> BuildOutput? {
        if let step = Self.step(in: line) {
            self.step = step
            tail = []
            isCached = false
            container = nil
            return .step(number: step.number, of: step.count, instruction: step.instruction)
        }
        if let words = Self.arrow(in: line) {
            if words.hasPrefix("Using cache") {
                isCached = true
                return .cached
            }
            if words.hasPrefix("Running in ") {
                container = String(words.dropFirst("Running in ".count))
                return nil
            }
            if Self.isID(words) {
                // Behind FROM stands the id of the base image.
                if !isCached, step?.isFrom != true, layers.last != words { layers.append(words) }
                isCached = false
                return nil
            }
        }
        if let container, line == "Removing intermediate container \(container)" {
            self.container = nil
            return nil
        }
        let shown = Self.withoutMarks(line)
        if shown.isEmpty, shown != line || step == nil { return nil }
        tail.append(shown)
        if tail.count > Self.tailLength { tail.removeFirst() }
        return .line(shown)
    }

    /// `Step 2/5 : RUN x` of Docker, `STEP 2/5: RUN x` or `[1/2] STEP 2/5: RUN x` of Podman.
    private static func step(in line: String) -> Step? {
        var rest = line[...]
        var stage: String?
        if rest.hasPrefix("["), let close = rest.firstIndex(of: "]") {
            stage = Int(rest[..<close].dropFirst().prefix { $0 != "/" }).map { String($0 - 1) }
            rest = rest[close...].dropFirst(2)
        }
        guard rest.hasPrefix("Step ") || rest.hasPrefix("STEP ") else { return nil }
        rest = rest.dropFirst(5)
        guard let slash = rest.firstIndex(of: "/"), let colon = rest.firstIndex(of: ":"), slash < colon,
            let number = Int(rest[..<slash]),
            let count = Int(String(rest[rest.index(after: slash)..<colon]).trimmingWhitespace())
        else { return nil }
        let instruction = String(rest[rest.index(after: colon)...]).trimmingWhitespace()
        return Step(number: number, count: count, instruction: instruction, stage: stage)
    }

    /// What stands behind the arrow of ` ---> x` (Docker) or `--> x` (Podman).
    private static func arrow(in line: String) -> String? {
        for arrow in [" ---> ", "--> "] where line.hasPrefix(arrow) {
            return String(line.dropFirst(arrow.count)).trimmingWhitespace()
        }
        return nil
    }

    private static func isID(_ text: String) -> Bool {
        (11...64).contains(text.utf8.count) && text.utf8.allSatisfy { "0123456789abcdef".utf8.contains($0) }
    }

    /// The line without the colour that Docker gives to standard error, and without what a progress bar overwrote.
    static func withoutMarks(_ line: String) -> String {
        var text = line[...]
        while true {
            if text.hasPrefix("\u{1B}[91m") {
                text = text.dropFirst(5)
            } else if text.hasPrefix("\u{1B}[0m") {
                text = text.dropFirst(4)
            } else {
                break
            }
        }
        while text.hasSuffix("\u{1B}[0m") { text = text.dropLast(4) }
        var scalars = text.unicodeScalars[...]
        while scalars.last == "\r" { scalars.removeLast() }
        if let bar = scalars.lastIndex(of: "\r") { scalars = scalars[scalars.index(after: bar)...] }
        return String(scalars)
    }
}
