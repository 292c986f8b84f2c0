import AgentValues

/// How values stand in a Dockerfile, so that none can become an instruction, a shell word or a variable.
enum DockerfileText {
    /// `["a", "b"]`: the exec form of RUN and CMD, which no shell and no variable expansion touches.
    static func exec(_ words: [String]) -> String {
        "[" + words.map { JSONValue.string($0).jsonText }.joined(separator: ", ") + "]"
    }

    /// A value of ENV or LABEL in double quotes; control characters, which no quoting keeps, become spaces.
    ///
    /// - Parameter escape: the Dockerfile's escape character.
    static func quoted(_ value: String, escape: Character = "\\") -> String {
        var text = "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"", "$": text += "\(escape)\(scalar)"
            case _ where Character(scalar) == escape: text += "\(escape)\(escape)"
            case _ where isControl(scalar): text += " "
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text + "\""
    }

    /// The LABEL instruction for labels, sorted by key; nil for none.
    static func label(_ labels: [String: String], escape: Character = "\\") -> String? {
        if labels.isEmpty { return nil }
        let pairs = labels.sorted { $0.key < $1.key }
            .map { "\(quoted($0, escape: escape))=\(quoted($1, escape: escape))" }
        return "LABEL " + pairs.joined(separator: " ")
    }

    /// Whether a name can be a source of COPY as it is: nothing that the builder takes for a pattern or a variable.
    static func isPlainSource(_ name: String) -> Bool {
        name.unicodeScalars.allSatisfy { !isControl($0) && !"*?[]\\$\"'".unicodeScalars.contains($0) }
    }

    /// Whether the text has a control character, such as a line end.
    static func hasControl(_ text: String) -> Bool { text.unicodeScalars.contains(where: isControl) }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        // U+2028 and U+2029 end lines for some readers; U+0085 too.
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || scalar.value == 0x2028 || scalar.value == 0x2029
    }
}
