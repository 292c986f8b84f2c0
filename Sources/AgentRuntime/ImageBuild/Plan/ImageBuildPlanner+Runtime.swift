import AgentManifest
import Diagnostics

/// Builds without a Dockerfile: one is made from the runtime's definition.
extension ImageBuildPlanner {
    /// The name of the made Dockerfile in the context; a file of this name in the folder is not sent.
    static let dockerfileName = ".aac-runtime.Dockerfile"

    /// Files that often hold secrets. They stay out of images unless a `.dockerignore` takes them back in.
    static let secretFiles = [".env", ".netrc", ".npmrc", ".pypirc"]

    /// What stays out of every image that is built without a Dockerfile; a `.dockerignore` can take it back in with `!`.
    static let standardIgnoreLines =
        secretFiles.map { "**/\($0)" } + [
            "**/.env.*", "!**/.env.example", "**/.aws", "**/.docker", "**/.kube", "**/.ssh", "**/id_rsa", "**/id_ecdsa",
            "**/id_ed25519", "**/.git", "**/.hg", "**/.svn", "**/.DS_Store", ".dockerignore", ".aac-runtime",
            // The manifest is for the host, and a changed limit must not change the image.
            "agent.yaml", "agent.yml", "Agent.yaml", "Agent.yml",
        ]

    /// Fills a plan with a Dockerfile made from the runtime's definition.
    func complete(_ plan: inout ImageBuildPlan, withRuntimeOf manifest: Manifest) throws {
        let selection = try catalog.select(manifest.runtime.name, version: manifest.runtime.version)
        let definition = selection.definition
        let own = try ignoreLines(in: plan.context)
        let standard = Self.standardIgnoreLines + Self.ownName(of: manifest, in: plan.context) + definition.ignore
        let rules = try IgnoreRules(lines: standard + own)

        var generator = DockerfileGenerator(
            definition: definition, version: selection.version,
            folder: contents(of: plan.context, for: definition, rules: rules))
        generator.dependencies = manifest.dependencies
        generator.command = manifest.command.map { $0 + (manifest.arguments ?? []) }
        if !manifest.ports.isEmpty {
            var ports: [String] = []
            for port in manifest.ports.map({
                $0.transport == .tcp ? "\($0.container)" : "\($0.container)/\($0.transport)"
            })
            where !ports.contains(port) { ports.append(port) }
            generator.ports = ports
        }
        generator.labels = plan.labels
        generator.baseImage = options.baseImage
        generator.buildImage = options.buildImage
        let made = try generator.generate()

        plan.runtime = definition.description(of: selection.version)
        plan.dockerfile = Self.dockerfileName
        plan.dockerfileText = made.text
        plan.baseImages = made.baseImages
        plan.installFiles = made.installFiles
        plan.syncFolder = made.syncFolder
        plan.ignoreLines = standard + own
        plan.hidesDockerfile = true
        // The engine takes these two away itself before it copies the folder into the image.
        plan.extraFiles =
            [
                ImageBuildPlan.GeneratedFile(path: Self.dockerfileName, text: made.text),
                ImageBuildPlan.GeneratedFile(path: ".dockerignore", text: ".dockerignore\n\(Self.dockerfileName)\n"),
            ] + made.extraFiles
        plan.notes += notes(on: manifest, made, selection, rules: rules, context: plan.context)
    }

    /// The manifest's own file, where it stands in the context under another name than `agent.yaml`.
    private static func ownName(of manifest: Manifest, in context: String) -> [String] {
        let file = manifest.source.file
        guard let name = file.split(separator: "/").last, file.hasSuffix(".yaml") || file.hasSuffix(".yml") else {
            return []
        }
        return [IgnoreRules.literal(String(name))]
    }

    /// Looks for the files that the definition asks about; what is ignored does not count, because it is not sent.
    private func contents(of context: String, for definition: RuntimeDefinition, rules: IgnoreRules) -> FolderContents {
        var contents = FolderContents()
        func add(_ path: String) {
            if !rules.ignores(path), folder.kind(of: "\(context)/\(path)") == .file { contents.files.insert(path) }
        }
        for name in (try? folder.names(in: context)) ?? [] { add(name) }
        for path in definition.recipes.flatMap(\.files) + definition.start.flatMap(\.files) where path.contains("/") {
            add(path)
        }
        let read = definition.recipes.filter { $0.line != nil }.compactMap(\.files.first)
        let keyed = definition.start.filter { $0.key != nil }
        for path in read + keyed.flatMap(\.files) where contents.files.contains(path) && contents.texts[path] == nil {
            let content = try? folder.content(of: "\(context)/\(path)", limit: 1 << 20)
            contents.texts[path] = content.map { String(decoding: $0, as: UTF8.self) }
        }
        for rule in keyed {
            for file in rule.files {
                guard let key = rule.key, let text = contents.texts[file] else { continue }
                if let value = DockerfileGenerator.value(of: key, in: text) {
                    let path = IgnorePattern.cleaned(value)
                    if !path.hasPrefix("/"), path != "..", !path.hasPrefix("../") { add(path) }
                }
            }
        }
        return contents
    }

    private func notes(
        on manifest: Manifest, _ made: GeneratedDockerfile, _ selection: RuntimeCatalog.Selection, rules: IgnoreRules,
        context: String
    ) -> [String] {
        var notes: [String] = []
        if !manifest.dependencies.isEmpty, !made.usesDependencies {
            notes.append(
                made.dependencyFile.map { "`spec.dependencies` is not used: '\($0)' names the packages" }
                    ?? "`spec.dependencies` is not used by the runtime '\(selection.definition.name)'")
        }
        if !selection.isKnownVersion {
            let known = selection.definition.versions.joined(separator: ", ")
            notes.append("version \(selection.version) is none of those known (\(known)) and is used as written")
        }
        if options.buildImage != nil, selection.definition.build == nil {
            notes.append("the build image is not used: the runtime '\(selection.definition.name)' compiles nothing")
        }
        for name in Self.secretFiles where rules.ignores(name) && folder.kind(of: "\(context)/\(name)") == .file {
            notes.append("'\(name)' stays out of the image; `!\(name)` in .dockerignore puts it in")
        }
        for name in ["Dockerfile", "Containerfile"] where manifest.build == nil {
            guard folder.kind(of: "\(context)/\(name)") == .file else { continue }
            notes.append("'\(name)' is not used: write `build: {context: .}` into `spec` to build with it")
        }
        return notes
    }
}
