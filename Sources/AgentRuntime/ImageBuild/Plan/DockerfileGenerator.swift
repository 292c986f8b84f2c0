import AgentManifest
import AgentValues
import FoundationEssentials

/// Makes a Dockerfile from a runtime definition: definition, version, packages and files in, text out.
///
/// The same input gives the same text. It uses nothing that only BuildKit knows, installs dependencies before it copies
/// sources (so that the engine's cache holds), and has no step that needs a network unless there are dependencies.
public struct DockerfileGenerator: Sendable {
    /// The runtime's definition.
    public var definition: RuntimeDefinition
    /// The version to put in for `${version}`.
    public var version: String
    /// What the folder holds.
    public var folder: FolderContents
    /// `spec.dependencies`.
    public var dependencies: [String] = []
    /// The entrypoint of the image; nil for the command that the definition's `start` finds.
    public var command: [String]?
    /// The ports to name in EXPOSE, such as `8080` or `53/udp`; nil for the definition's.
    public var ports: [String]?
    /// Labels of the image.
    public var labels: [String: String] = [:]
    /// What the image starts from instead of the definition's image.
    public var baseImage: String?
    /// What the build stage starts from instead of the definition's image.
    public var buildImage: String?

    /// Creates a generator; everything else is as the definition says.
    public init(definition: RuntimeDefinition, version: String, folder: FolderContents) {
        self.definition = definition
        self.version = version
        self.folder = folder
    }

    /// The folder of a stage that files made by us are copied from.
    static let extraFolder = ".aac-runtime"

    /// Makes the Dockerfile.
    ///
    /// - Throws: ``BuildError`` of the codes `invalidText` and `noEntryFile`.
    public func generate() throws -> GeneratedDockerfile {
        try checkDependencies()
        let recipe = definition.recipes.first { fits($0) } ?? RuntimeDefinition.Recipe()
        let start = startRule()
        guard command != nil || start != nil else { throw noEntryFile() }
        let words = Substitution(version: version, entry: start?.entry, dependencies: dependencies)

        let extraFiles = recipe.write.sorted { $0.key < $1.key }.map { path, text in
            ImageBuildPlan.GeneratedFile(path: "\(Self.extraFolder)/\(path)", text: words.lines(of: text))
        }
        let base = try reference(baseImage, or: definition.image, with: words)
        var images = [base]
        var lines = ["# Made by aac-runtime for the runtime \(definition.description(of: version))."]
        if let build = definition.build {
            let image = try reference(buildImage, or: recipe.buildImage ?? build.image, with: words)
            images.insert(image, at: 0)
            lines += ["FROM \(image) AS build"]
            lines += environment(build.environment)
            lines += ["WORKDIR \(build.workingDirectory)"]
            lines += try steps(of: recipe, words)
            lines += ["", "FROM \(base)"]
            lines += environment(definition.environment)
            lines += ["WORKDIR \(definition.workingDirectory)"]
            lines += ["COPY --from=build [\"/out/\", \"./\"]"]
        } else {
            lines += ["FROM \(base)"]
            lines += environment(definition.environment)
            lines += ["WORKDIR \(definition.workingDirectory)"]
            lines += try steps(of: recipe, words)
        }
        if let label = DockerfileText.label(labels) { lines.append(label) }
        let exposed = ports ?? definition.port.map { ["\($0)"] } ?? []
        if !exposed.isEmpty { lines += ["EXPOSE " + exposed.joined(separator: " ")] }
        if let user = definition.user { lines += ["USER \(user)"] }
        let command = try command ?? words.words(start?.rule.command ?? [], for: "start")
        // As the entrypoint, so that `spec.args` come behind it as they do in Kubernetes.
        lines += ["ENTRYPOINT \(DockerfileText.exec(command))"]
        return GeneratedDockerfile(
            text: lines.joined(separator: "\n") + "\n", baseImages: images, extraFiles: extraFiles, command: command,
            usesDependencies: recipe.usesList, dependencyFile: recipe.files.first,
            installFiles: Set(recipe.files + copied(by: recipe)).sorted(),
            syncFolder: definition.build == nil && recipe.compile.isEmpty ? definition.workingDirectory : nil)
    }

    /// The files that a recipe copies before the sources, each once.
    private func copied(by recipe: RuntimeDefinition.Recipe) -> [String] {
        let copied = recipe.copy.flatMap { folder.names(matching: $0) }.filter { DockerfileText.isPlainSource($0) }
        var seen: Set<String> = []
        return copied.filter { seen.insert($0).inserted }
    }

    /// The instructions of a recipe, from its first copy to its last command.
    private func steps(of recipe: RuntimeDefinition.Recipe, _ words: Substitution) throws -> [String] {
        var lines: [String] = []
        let sources = copied(by: recipe)
        if !sources.isEmpty { lines.append("COPY " + DockerfileText.exec(sources + ["./"])) }
        if !recipe.write.isEmpty { lines.append("COPY " + DockerfileText.exec(["\(Self.extraFolder)/", "./"])) }
        lines += try recipe.install.map { try run($0, words) }
        lines.append("COPY " + DockerfileText.exec([".", "./"]))
        lines += try recipe.compile.map { try run($0, words) }
        return lines
    }

    private func run(_ command: RuntimeDefinition.Command, _ words: Substitution) throws -> String {
        switch command {
        case .words(let list): "RUN " + DockerfileText.exec(try words.words(list, for: "recipes"))
        case .script(let text): "RUN " + DockerfileText.exec(["/bin/sh", "-c", try words.script(text)])
        }
    }

    private func environment(_ variables: [String: String]) -> [String] {
        if variables.isEmpty { return [] }
        let pairs = variables.sorted { $0.key < $1.key }.map { "\($0)=\(DockerfileText.quoted($1))" }
        return ["ENV " + pairs.joined(separator: " ")]
    }

    private func fits(_ recipe: RuntimeDefinition.Recipe) -> Bool {
        guard recipe.files.allSatisfy(folder.files.contains), !recipe.usesList || !dependencies.isEmpty else {
            return false
        }
        guard let line = recipe.line else { return true }
        guard let file = recipe.files.first, let text = folder.texts[file] else { return false }
        return text.unicodeScalars.split(separator: "\n").contains { String($0).trimmingWhitespace() == line }
    }

    private func startRule() -> (rule: RuntimeDefinition.StartRule, entry: String)? {
        for rule in definition.start {
            for file in rule.files where folder.files.contains(file) {
                guard let key = rule.key else { return (rule, file) }
                guard let text = folder.texts[file], let value = Self.value(of: key, in: text) else { continue }
                // A key such as `main` of package.json often names a file that does not exist.
                let usesEntry = rule.command.contains { $0.contains("${entry") }
                if !usesEntry { return (rule, value) }
                let path = IgnorePattern.cleaned(value)
                if folder.files.contains(path) { return (rule, path) }
            }
        }
        return nil
    }

    /// The text under `key` of a JSON object, where dots go into objects; nil when there is none, or an empty one.
    static func value(of key: String, in json: String) -> String? {
        guard var value = try? JSONDecoder().decode(JSONValue.self, from: Data(json.utf8)) else { return nil }
        for name in key.split(separator: ".") {
            guard let next = value[String(name)] else { return nil }
            value = next
        }
        return value.stringValue.flatMap { $0.isEmpty || DockerfileText.hasControl($0) ? nil : $0 }
    }
}
