/// Puts values in for the `${…}` of a runtime definition.
struct Substitution {
    /// The names that may stand between `${` and `}`.
    static let names: Set<String> = [
        "version", "entry", "entryFolder", "entryName", "dependencies", "dependency", "dependency.1", "dependency.2",
        "dependency.3", "dependency.4",
    ]

    var version: String
    /// The file found by `start`, or the text found in it.
    var entry: String?
    var dependencies: [String]

    /// Finds the `${…}` of a text, in order.
    static func placeholders(in text: String) -> [String] {
        text.split(separator: "${", omittingEmptySubsequences: false).dropFirst().compactMap { piece in
            piece.firstIndex(of: "}").map { String(piece[..<$0]) }
        }
    }

    /// Words of a command: `${dependencies}` becomes one word each, the rest is put in within its word.
    func words(_ words: [String], for key: String) throws(BuildError) -> [String] {
        var result: [String] = []
        for word in words {
            if word == "${dependencies}" { result += dependencies } else { result.append(try replaced(word) { $0 }) }
        }
        return result
    }

    /// A script for a shell: values are put in as single-quoted words, in which nothing has a meaning.
    func script(_ text: String) throws(BuildError) -> String {
        func quoted(_ word: String) -> String {
            "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
        }
        return try replaced(text, packages: dependencies.map(quoted).joined(separator: " "), quote: quoted)
    }

    /// A text for a name of an image.
    func plain(_ text: String) throws(BuildError) -> String { try replaced(text) { $0 } }

    /// The text of a file: a line with `${dependency}` or a part of it stands once for each package.
    func lines(of text: String) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line -> [String] in
            guard line.contains("${dependency") else { return [String(line)] }
            return dependencies.map { Self.line(String(line), for: $0) }
        }
        return lines.joined(separator: "\n")
    }

    private static func line(_ line: String, for dependency: String) -> String {
        let parts = dependency.split(separator: ":", omittingEmptySubsequences: false)
        return replaced(line) { name in
            if name == "dependency" { return dependency }
            guard name.hasPrefix("dependency."), let number = Int(name.dropFirst("dependency.".count)) else {
                return nil
            }
            return parts.indices.contains(number - 1) ? String(parts[number - 1]) : ""
        }
    }

    /// Replaces in one pass, so that a value that looks like a placeholder stays what it is.
    private func replaced(
        _ text: String, packages: String? = nil, quote: (String) -> String
    ) throws(BuildError) -> String {
        var lacksEntry = false
        let result = Self.replaced(text) { name in
            switch name {
            case "version": return quote(version)
            case "dependencies": return packages
            case "entry", "entryFolder", "entryName":
                guard let entry else {
                    lacksEntry = true
                    return nil
                }
                return quote(Self.part(name, of: entry))
            default: return nil
            }
        }
        if lacksEntry { throw BuildError(.noEntryFile, "the folder has no file to compile") }
        return result
    }

    /// `src/main.py` has the folder `src` (`.` where there is none) and the name `main`.
    private static func part(_ name: String, of entry: String) -> String {
        let slash = entry.lastIndex(of: "/")
        switch name {
        case "entryFolder": return slash.map { String(entry[..<$0]) } ?? "."
        case "entryName":
            let file = slash.map { entry[entry.index(after: $0)...] } ?? entry[...]
            return String(file.lastIndex(of: ".").map { file[..<$0] } ?? file)
        default: return entry
        }
    }

    private static func replaced(_ text: String, value: (String) -> String?) -> String {
        var pieces = text.split(separator: "${", omittingEmptySubsequences: false)[...]
        var result = pieces.popFirst().map(String.init) ?? ""
        for piece in pieces {
            if let close = piece.firstIndex(of: "}"), let value = value(String(piece[..<close])) {
                result += value + piece[piece.index(after: close)...]
            } else {
                result += "${" + piece
            }
        }
        return result
    }
}
