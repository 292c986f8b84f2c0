import AgentManifest

/// How values stand in a Dockerfile, so that none can become an instruction, a shell word or a variable.
enum DockerfileText {
    /// `["a", "b"]`: the exec form of RUN and CMD, which no shell and no variable expansion touches.
    static func exec(_ words: [String]) -> String {
        "[" + words.map { JSONValue.string($0).jsonText }.joined(separator: ", ") + "]"
    }

    /// A value of ENV or LABEL in double quotes; control characters, which no quoting keeps, become spaces.
    static func quoted(_ value: String) -> String {
        var text = "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"", "\\", "$": text += "\\\(scalar)"
            case _ where isControl(scalar): text += " "
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text + "\""
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
