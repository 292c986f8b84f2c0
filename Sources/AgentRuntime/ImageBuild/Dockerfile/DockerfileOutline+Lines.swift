/// Finds what a builder tells of in the Dockerfile as it is written.
extension DockerfileOutline {
    /// How a builder numbers its steps.
    enum Counting: Sendable {
        /// All instructions of the file: Docker's first builder.
        case file
        /// Those of each stage anew: Buildah.
        case stage
        /// Those of each stage that make a layer, and FROM where it names an image: BuildKit.
        case layers
    }

    /// How many lines of one instruction are shown.
    private static let mostLines = 12

    /// The indices of the lines of a step, from 0; nil where it cannot be told.
    func lines(of step: BuildTranscript.Step, counting: Counting, target: String?) -> ClosedRange<Int>? {
        let text = DockerfileInstruction.normalized(step.instruction)
        let counted = instruction(number: step.number, in: step.stage, counting, target)
        let same = instructions.filter { $0.normalized == text }
        // Builders put values in for variables, so the text may be another one.
        guard same.isEmpty else {
            return (same.first { $0 == counted } ?? (same.count == 1 ? same.first : nil))?.lines ?? same.first?.lines
        }
        let keyword = text.split(separator: " ").first.map(String.init)
        return counted?.keyword == keyword ? counted?.lines : nil
    }

    private func instruction(
        number: Int, in name: String?, _ counting: Counting, _ target: String?
    ) -> DockerfileInstruction? {
        let index = name.flatMap { self.index(of: $0.hasPrefix("stage-") ? String($0.dropFirst(6)) : $0) }
        var counted: [DockerfileInstruction]
        switch counting {
        case .file: counted = instructions
        case .stage: counted = (index ?? self.index(of: target)).map { stages[$0].instructions } ?? []
        case .layers:
            guard let index = index ?? self.index(of: target) else { return nil }
            let stage = stages[index]
            let isImage = stage.base != "scratch" && !stages[..<index].contains { $0.name == stage.base?.lowercased() }
            counted = stage.instructions.filter(\.makesLayer)
            if isImage, let from = stage.instructions.first { counted.insert(from, at: 0) }
        }
        return counted.indices.contains(number - 1) ? counted[number - 1] : nil
    }

    /// The line that a builder's words name, as in `parse error on line 3`: for showing it, and nothing else.
    ///
    /// - Parameter sent: the Dockerfile that the builder got, which has one line more.
    func line(namedIn words: String, of sent: String?) -> ClosedRange<Int>? {
        let parts = words.split { !$0.isLetter && !$0.isNumber }
        for (word, next) in zip(parts, parts.dropFirst()) where word == "line" {
            guard var number = Int(next).map({ $0 - 1 }) else { continue }
            let sentLines = sent?.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map {
                String($0)
            }
            let added = zip(lines, sentLines ?? []).enumerated().first { $1.0 != $1.1 }?.offset
            if let added, number > added { number -= 1 }
            return lines.indices.contains(number) ? number...number : nil
        }
        return nil
    }

    /// Some lines with their numbers, and one before and behind them: `>` marks them.
    func excerpt(of range: ClosedRange<Int>, file: String) -> [String] {
        let shown = range.lowerBound...min(range.upperBound, range.lowerBound + Self.mostLines - 1)
        let all = max(0, shown.lowerBound - 1)...max(shown.upperBound, min(lines.count - 1, shown.upperBound + 1))
        var result = ["\(file):\(range.lowerBound + 1):"]
        for index in all where lines.indices.contains(index) {
            let isBlankEdge = !shown.contains(index) && lines[index].trimmingWhitespace().isEmpty
            if isBlankEdge { continue }
            let number = String(index + 1)
            let gutter = String(repeating: " ", count: max(0, 4 - number.count)) + number
            result.append("\(range.contains(index) ? ">" : " ")\(gutter) | \(lines[index].filter { $0 != "\r" })")
        }
        if shown != range { result.append("      | …") }
        return result
    }
}
