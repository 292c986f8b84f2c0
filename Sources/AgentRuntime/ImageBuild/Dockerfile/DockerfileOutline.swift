/// What a Dockerfile is made of, read as far as that goes without running it.
struct DockerfileOutline: Sendable {
    /// A part from one FROM to the next.
    struct Stage: Sendable {
        var name: String?
        /// Its instructions, FROM first.
        var instructions: [DockerfileInstruction]
        /// The image or the stage behind FROM; nil where a variable of it has no value.
        var base: String?
        /// What is taken from other images or stages: `COPY --from` and `RUN --mount=from=…`; nil for one that is not known.
        var sources: [String?] = []

        /// The index of its first line.
        var start: Int { instructions.first?.lines.lowerBound ?? 0 }
    }

    /// The lines as written, without their line feeds.
    let lines: [String]
    /// The comments at the top that tell the builder something.
    let directives: DockerfileDirectives
    /// All instructions in order, those before the first FROM too.
    let instructions: [DockerfileInstruction]
    private(set) var stages: [Stage] = []

    /// Reads a Dockerfile.
    ///
    /// - Parameter arguments: build arguments, which replace the defaults of ARG before the first FROM.
    init(text: String, arguments: [String: String] = [:]) {
        lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
        directives = DockerfileDirectives(lines)
        instructions = DockerfileInstruction.all(in: lines, escape: directives.escape)
        var values: [String: String] = [:]
        for instruction in instructions {
            switch instruction.keyword {
            case "ARG" where stages.isEmpty:
                for word in instruction.words {
                    let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
                    guard let name = parts.first else { continue }
                    values[name] = arguments[name] ?? (parts.count > 1 ? parts[1].trimmingQuotes() : nil)
                }
            case "FROM":
                let words = instruction.words
                let isNamed = words.count > 2 && words[1].uppercased() == "AS"
                stages.append(
                    Stage(
                        name: isNamed ? words[2].lowercased() : nil, instructions: [instruction],
                        base: words.first.flatMap { Self.expanded($0, values) }))
            default:
                guard !stages.isEmpty else { continue }
                stages[stages.count - 1].instructions.append(instruction)
                stages[stages.count - 1].sources += Self.sources(of: instruction, values)
            }
        }
    }

    private static func sources(of instruction: DockerfileInstruction, _ values: [String: String]) -> [String?] {
        instruction.flags.compactMap { name, value in
            switch (instruction.keyword, name) {
            case ("COPY", "from"): value
            case ("RUN", "mount"):
                value.split(separator: ",").first { $0.hasPrefix("from=") }.map { String($0.dropFirst(5)) }
            default: nil
            }
        }.map { expanded($0, values) }
    }

    /// The images that the Dockerfile is built from, in order, each once: those behind FROM and those that it copies from. Stages and
    /// `scratch` are not among them, nor is one whose variables have no value.
    var images: [String] { images(of: Array(stages.indices)).names }

    /// Likewise, for the stages that a target needs; `isWhole`: whether all of them are known.
    func images(for target: String?) -> (names: [String], isWhole: Bool) {
        var needed: [Int] = []
        var waiting = index(of: target).map { [$0] } ?? Array(stages.indices)
        while let index = waiting.popLast() {
            guard !needed.contains(index) else { continue }
            needed.append(index)
            let stage = stages[index]
            waiting += ([stage.base] + stage.sources).compactMap { $0.flatMap { self.stage($0, before: index) } }
        }
        return images(of: needed.sorted())
    }

    private func images(of indices: [Int]) -> (names: [String], isWhole: Bool) {
        var names: [String] = []
        var isWhole = true
        for index in indices {
            for source in [stages[index].base] + stages[index].sources {
                guard let source else {
                    isWhole = false
                    continue
                }
                guard source != "scratch", stage(source, before: index) == nil, !names.contains(source) else {
                    continue
                }
                names.append(source)
            }
        }
        return (names, isWhole)
    }

    /// The stage of that name or number before another one.
    private func stage(_ name: String, before index: Int) -> Int? {
        stages[..<index].lastIndex { $0.name == name.lowercased() }
            ?? Int(name).flatMap { stages[..<index].indices.contains($0) ? $0 : nil }
    }

    /// The index of the stage that is built.
    ///
    /// - Parameter target: its name or number; nil for the last one.
    func index(of target: String?) -> Int? {
        guard let target else { return stages.indices.last }
        let found = stages.firstIndex { $0.name == target.lowercased() } ?? Int(target)
        return found.flatMap { stages.indices.contains($0) ? $0 : nil }
    }

    /// The text with a LABEL at the end of a stage.
    ///
    /// - Parameters:
    ///   - labels: the labels.
    ///   - target: the stage's name or number; nil for the last one.
    /// - Returns: nil when there is no such stage.
    func text(adding labels: [String: String], to target: String?) -> String? {
        guard let label = DockerfileText.label(labels, escape: directives.escape), let index = index(of: target) else {
            return nil
        }
        guard index + 1 < stages.count else { return lines.joined(separator: "\n") + "\n\(label)\n" }
        let next = stages[index + 1].start
        return (lines[..<next] + [label] + lines[next...]).joined(separator: "\n")
    }

    /// Puts values in for `$NAME`, `${NAME}` and `${NAME:-default}`; nil when one has none.
    private static func expanded(_ text: String, _ values: [String: String]) -> String? {
        var rest = text.trimmingQuotes()[...]
        var result = ""
        while let dollar = rest.firstIndex(of: "$") {
            result += rest[..<dollar]
            rest = rest[rest.index(after: dollar)...]
            var name: Substring
            var standard: String?
            if rest.first == "{" {
                guard let close = rest.firstIndex(of: "}") else { return nil }
                name = rest[rest.index(after: rest.startIndex)..<close]
                rest = rest[rest.index(after: close)...]
                if let colon = name.firstIndex(of: ":") {
                    guard name[colon...].hasPrefix(":-") else { return nil }
                    standard = String(name[colon...].dropFirst(2))
                    name = name[..<colon]
                }
            } else {
                name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
                rest = rest.dropFirst(name.count)
            }
            let value = values[String(name)].flatMap { $0.isEmpty ? nil : $0 } ?? standard
            guard let value else { return nil }
            result += value
        }
        result += rest
        return result.isEmpty ? nil : result
    }
}

extension String {
    fileprivate func trimmingQuotes() -> String {
        for quote in ["\"", "'"] where count >= 2 && hasPrefix(quote) && hasSuffix(quote) {
            return String(dropFirst().dropLast())
        }
        return self
    }
}
