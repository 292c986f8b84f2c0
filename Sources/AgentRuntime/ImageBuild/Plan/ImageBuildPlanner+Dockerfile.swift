import AgentManifest
import Diagnostics

/// Builds with a Dockerfile of the user's own.
extension ImageBuildPlanner {
    /// The Dockerfile's path inside the context; nil when one is to be made.
    func ownDockerfile(of manifest: Manifest, in context: String) throws(BuildError) -> String? {
        guard let build = manifest.build else { return nil }
        guard let written = build.dockerfile else {
            for name in ["Dockerfile", "Containerfile"] where folder.kind(of: "\(context)/\(name)") == .file {
                return name
            }
            guard build.target == nil, build.arguments.isEmpty else {
                throw BuildError(
                    .dockerfileMissing, "there is no Dockerfile in '\(build.context)'",
                    hint:
                        "`target` and `args` need one; without them and without a Dockerfile, one is made for the runtime",
                    manifestPath: "spec.build")
            }
            return nil
        }
        let path = IgnorePattern.cleaned(written)
        guard !written.hasPrefix("/"), path != "..", !path.hasPrefix("../") else { throw outside(written) }
        guard folder.kind(of: "\(context)/\(path)") == .file else { throw missing(written, path, in: context) }
        // A link must not lead out: the file is sent from the context, and only from there.
        guard let root = folder.resolved(context), let file = folder.resolved("\(context)/\(path)"),
            file.hasPrefix(root == "/" ? "/" : root + "/")
        else { throw outside(written) }
        return path
    }

    private func outside(_ written: String) -> BuildError {
        BuildError(
            .dockerfileMissing, "the Dockerfile '\(written)' is not inside the folder that is built",
            hint: "its path is relative to `spec.build.context`; move it there, or widen the context",
            manifestPath: "spec.build.dockerfile")
    }

    private func missing(_ written: String, _ path: String, in context: String) -> BuildError {
        let cut = path.lastIndex(of: "/")
        let parent = cut.map { "\(context)/\(path[..<$0])" } ?? context
        let name = String(cut.map { path[path.index(after: $0)...] } ?? path[...])
        let near = nearest(to: name, among: (try? folder.names(in: parent)) ?? [])
        return BuildError(
            .dockerfileMissing, "there is no Dockerfile '\(written)' in the folder that is built",
            hint: near.map { "did you mean '\(cut.map { path[...$0] } ?? "")\($0)'?" }
                ?? "its path is relative to `spec.build.context`; looked at \(context)/\(path)",
            manifestPath: "spec.build.dockerfile")
    }

    /// Fills a plan for the user's Dockerfile.
    func complete(_ plan: inout ImageBuildPlan, withDockerfile dockerfile: String, of manifest: Manifest) throws {
        plan.dockerfile = dockerfile
        plan.target = manifest.build?.target
        plan.arguments = manifest.build?.arguments ?? [:]
        let content = try content(of: dockerfile, in: plan.context)
        let outline = DockerfileOutline(text: String(decoding: content, as: UTF8.self), arguments: plan.arguments)
        plan.baseImages = outline.images
        // The labels become an instruction of the Dockerfile: Podman puts those of a request on every image of its cache, in random
        // order, so that the same build would never give the same image twice.
        if String(validating: content, as: UTF8.self) != nil,
            let text = outline.text(adding: plan.labels, to: plan.target)
        {
            plan.extraFiles.append(ImageBuildPlan.GeneratedFile(path: dockerfile, text: text))
        }

        let own = "\(dockerfile).dockerignore"
        if folder.kind(of: "\(plan.context)/\(own)") == .file {
            let text = String(decoding: try self.content(of: own, in: plan.context), as: UTF8.self)
            plan.ignoreLines = try checkedLines(of: text, file: own, in: plan.context)
            // Podman applies the `.dockerignore` of the context once more, so it must be the one that counts.
            plan.extraFiles.append(ImageBuildPlan.GeneratedFile(path: ".dockerignore", text: text))
        } else {
            plan.ignoreLines = try ignoreLines(in: plan.context)
        }
        plan.hidesDockerfile = try IgnoreRules(lines: plan.ignoreLines).ignores(dockerfile)
        // The engine needs both, and removes them itself where they are ignored; BuildKit needs the Dockerfile alone.
        plan.ignoreLines += [".dockerignore", dockerfile].map { "!" + IgnoreRules.literal($0) }
        let rules = try IgnoreRules(lines: plan.ignoreLines)
        for name in Self.secretFiles where folder.kind(of: "\(plan.context)/\(name)") == .file && !rules.ignores(name) {
            plan.notes.append("'\(name)' is sent to the engine and may end up in the image; name it in .dockerignore")
        }
    }

    /// The lines of the context's `.dockerignore`; none when there is no such file.
    ///
    /// - Throws: `DiagnosticsError` with the place of a line that is no pattern.
    func ignoreLines(in context: String) throws -> [String] {
        guard folder.kind(of: "\(context)/.dockerignore") == .file else { return [] }
        let text = String(decoding: try content(of: ".dockerignore", in: context), as: UTF8.self)
        return try checkedLines(of: text, file: ".dockerignore", in: context)
    }

    private func checkedLines(of text: String, file: String, in context: String) throws -> [String] {
        let lines = IgnoreRules.lines(of: text)
        do {
            _ = try IgnoreRules(lines: lines)
            return lines
        } catch {
            throw DiagnosticsError([
                Diagnostic(
                    .error, code: "build.\(BuildError.Code.ignoreFile.rawValue)",
                    "'\(error.text.trimmingWhitespace())' is not a pattern",
                    at: SourcePosition(file: "\(context)/\(file)", line: error.line, column: 1),
                    sourceLine: error.text.trimmingWhitespace(),
                    hint: "a `!` needs a pattern behind it, a `[` its `]`, a backslash a character")
            ])
        }
    }

    private func content(of file: String, in context: String) throws(BuildError) -> [UInt8] {
        do {
            return try folder.content(of: "\(context)/\(file)", limit: SentDockerfile.textLimit)
        } catch {
            throw BuildError(.unreadable, "cannot read '\(context)/\(file)': \(error)", hint: "make it readable")
        }
    }
}
