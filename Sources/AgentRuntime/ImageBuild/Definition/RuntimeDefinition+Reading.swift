import AgentManifest
import Diagnostics

extension RuntimeDefinition {
    /// Reads a definition's file.
    ///
    /// - Parameters:
    ///   - content: the file's text, YAML in UTF-8.
    ///   - file: the path to show in messages.
    ///   - fileName: the file's name without `.yaml`, which `name` must repeat; nil does not check it.
    /// - Throws: `DiagnosticsError` with every mistake at its place.
    public init(content: [UInt8], file: String, fileName: String? = nil) throws {
        self = try SettingsFile.read(content, file: file, exitCode: .inputOutput) { mapping in
            DefinitionReader(mapping: mapping).read(fileName: fileName)
        }
    }
}

/// Turns the keys of a definition's file into a ``RuntimeDefinition``; mistakes go to the file's report.
private struct DefinitionReader {
    let mapping: MappingReader

    func read(fileName: String?) -> RuntimeDefinition? {
        mapping.allow(only: [
            "name", "aliases", "defaultVersion", "versions", "image", "build", "environment", "port", "workingDir",
            "user",
            "ignore", "dependencyPattern", "recipes", "start", "healthCheck", "limits",
        ])
        let name = mapping.required("name").flatMap { Self.name($0) }
        let version = mapping.required("defaultVersion").flatMap { Self.version($0) }
        let image = mapping.required("image", hint: "such as 'image: python:${version}-slim'").flatMap {
            Self.image($0)
        }
        guard let name, let version, let image else { return nil }
        if let fileName, fileName != name {
            mapping["name"]?.fail("the file is '\(fileName).yaml', but its name is '\(name)'")
        }
        var result = RuntimeDefinition(name: name, defaultVersion: version, image: image)
        result.aliases = mapping["aliases"]?.items()?.compactMap(Self.name) ?? []
        result.versions = mapping["versions"]?.items()?.compactMap(Self.version) ?? []
        result.environment = mapping["environment"].flatMap(Self.environment) ?? [:]
        if let port = mapping["port"] { result.port = port.integer(in: 1...65535, what: "a port") }
        result.workingDirectory = mapping["workingDir"].flatMap(Self.folder) ?? "/app"
        result.user = mapping["user"].flatMap(Self.user)
        result.ignore = mapping["ignore"].flatMap(Self.ignoreLines) ?? []
        result.dependencyPattern = mapping["dependencyPattern"].flatMap(Self.pattern)
        result.build = mapping["build"].flatMap(Self.build)
        result.recipes = mapping["recipes"]?.items()?.map { recipe($0, hasBuildStage: result.build != nil) } ?? []
        result.start = mapping["start"]?.items()?.compactMap(Self.start) ?? []
        result.readiness = mapping["healthCheck"].flatMap { $0.probe() }
        result.limits = mapping["limits"].flatMap { $0.amounts() } ?? result.limits
        return result
    }

    private func recipe(_ value: ValueReader, hasBuildStage: Bool) -> RuntimeDefinition.Recipe {
        var result = RuntimeDefinition.Recipe()
        guard let mapping = value.mapping() else { return result }
        mapping.allow(only: ["files", "line", "list", "image", "write", "copy", "install", "compile"])
        result.files = mapping["files"]?.items()?.compactMap(Self.path) ?? []
        result.line = mapping["line"]?.text()
        if result.line != nil, result.files.isEmpty { mapping["line"]?.fail("'line' needs 'files' to look into") }
        result.usesList = mapping["list"]?.boolean() ?? false
        result.buildImage = mapping["image"].flatMap(Self.image)
        if result.buildImage != nil, !hasBuildStage {
            mapping["image"]?.fail("'image' replaces that of 'build', which this definition does not have")
        }
        for entry in mapping["write"]?.mapping()?.values ?? [] {
            guard let text = entry.reader.text() else { continue }
            if !isPath(entry.key) { entry.reader.fail("'\(entry.key)' is no path inside the folder") }
            checkPlaceholders(
                of: text, in: entry.reader, known: Substitution.names.filter { $0.hasPrefix("dependency") })
            result.write[entry.key] = text
        }
        result.copy = mapping["copy"]?.items()?.compactMap(Self.glob) ?? []
        result.install = mapping["install"]?.items()?.compactMap(Self.command) ?? []
        result.compile = mapping["compile"]?.items()?.compactMap(Self.command) ?? []
        return result
    }

    private static func build(_ value: ValueReader) -> RuntimeDefinition.BuildStage? {
        guard let mapping = value.mapping() else { return nil }
        mapping.allow(only: ["image", "workingDir", "environment"])
        guard let image = mapping.required("image").flatMap({ image($0) }) else { return nil }
        return RuntimeDefinition.BuildStage(
            image: image, workingDirectory: mapping["workingDir"].flatMap(folder) ?? "/src",
            environment: mapping["environment"].flatMap(environment) ?? [:])
    }

    private static func start(_ value: ValueReader) -> RuntimeDefinition.StartRule? {
        guard let mapping = value.mapping() else { return nil }
        mapping.allow(only: ["files", "key", "command"])
        let files = mapping.required("files")?.items()?.compactMap(path)
        let words = mapping.required("command").flatMap {
            Self.words($0, known: ["version", "entry", "entryFolder", "entryName"])
        }
        guard let files, let words else { return nil }
        return RuntimeDefinition.StartRule(files: files, key: mapping["key"]?.text(), command: words)
    }

    /// A list is a program with its arguments, a text is for the shell.
    private static func command(_ value: ValueReader) -> RuntimeDefinition.Command? {
        let known: Set<String> = ["version", "entry", "entryFolder", "entryName", "dependencies"]
        if value.isList { return words(value, known: known).map { .words($0) } }
        guard let text = value.text() else { return nil }
        checkPlaceholders(of: text, in: value, known: known)
        return .script(text)
    }

    private static func words(_ value: ValueReader, known: Set<String>) -> [String]? {
        guard let words = value.texts() else { return nil }
        if words.first?.isEmpty ?? true { value.fail("a command must name a program") }
        for word in words {
            checkPlaceholders(of: word, in: value, known: word == "${dependencies}" ? Substitution.names : known)
        }
        return words
    }
}

/// What the single values of a definition may be.
extension DefinitionReader {
    private static func checked(_ value: ValueReader, _ expected: String, _ isValid: (String) -> Bool) -> String? {
        guard let text = value.text() else { return nil }
        if isValid(text) { return text }
        value.fail("expected \(expected), found '\(text)'")
        return nil
    }

    private static func name(_ value: ValueReader) -> String? {
        checked(value, "a name of lower-case letters, digits and dashes") { text in
            text.utf8.allSatisfy { "abcdefghijklmnopqrstuvwxyz0123456789-".utf8.contains($0) } && !text.hasPrefix("-")
        }
    }

    private static func version(_ value: ValueReader) -> String? {
        checked(value, "a version that can be part of a tag", AgentImageName.isTag)
    }

    private static func image(_ value: ValueReader) -> String? {
        guard let text = value.text() else { return nil }
        checkPlaceholders(of: text, in: value, known: ["version"])
        let sample = Substitution(version: "1", entry: nil, dependencies: [])
        if let name = try? sample.plain(text), AgentImageName.isReference(name) { return text }
        value.fail("expected the name of an image, found '\(text)'", hint: "such as 'python:${version}-slim'")
        return nil
    }

    private static func environment(_ value: ValueReader) -> [String: String]? {
        guard let variables = value.textMap() else { return nil }
        for name in variables.keys.sorted() where !isVariable(name) {
            value.fail("'\(name)' is no name of a variable")
        }
        return variables
    }

    private static func isVariable(_ name: String) -> Bool {
        guard let first = name.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else {
            return false
        }
        return name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
    }

    private static func folder(_ value: ValueReader) -> String? {
        checked(value, "an absolute path without spaces or variables") { text in
            text.hasPrefix("/") && DockerfileText.isPlainSource(text) && !text.contains(" ")
        }
    }

    private static func user(_ value: ValueReader) -> String? {
        checked(value, "a user such as 10001, 10001:10001 or agent") { text in
            let parts = text.split(separator: ":", omittingEmptySubsequences: false)
            return parts.count <= 2 && parts.allSatisfy { !$0.isEmpty && AgentImageName.isTag(String($0)) }
        }
    }

    private static func path(_ value: ValueReader) -> String? {
        checked(value, "a path inside the folder") { isPath($0) }
    }

    private static func glob(_ value: ValueReader) -> String? {
        checked(value, "a name or pattern of a file in the folder itself") { text in
            !text.contains("/") && (try? IgnorePattern(text)) != nil
        }
    }

    private static func ignoreLines(_ value: ValueReader) -> [String]? {
        guard let items = value.items() else { return nil }
        return items.compactMap {
            checked($0, "a line as in a .dockerignore") { (try? IgnoreRules(lines: [$0])) != nil }
        }
    }

    private static func pattern(_ value: ValueReader) -> String? {
        checked(value, "a regular expression") { (try? Regex($0)) != nil }
    }
}

private func isPath(_ text: String) -> Bool {
    !text.hasPrefix("/") && IgnorePattern.cleaned(text) == text && !text.hasPrefix("..")
        && DockerfileText.isPlainSource(text)
}

private func checkPlaceholders(of text: String, in value: ValueReader, known: Set<String>) {
    for name in Substitution.placeholders(in: text) where !known.contains(name) {
        let hint = nearest(to: name, among: known.sorted()).map { "did you mean '${\($0)}'?" }
        value.fail(
            "'${\(name)}' stands for nothing here",
            hint: hint ?? "known are \(known.sorted().map { "${\($0)}" }.joined(separator: ", "))")
    }
}
