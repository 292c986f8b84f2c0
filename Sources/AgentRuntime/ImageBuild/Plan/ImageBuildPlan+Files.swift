import EngineAPI

extension ImageBuildPlan {
    /// The name of the file that says which files stay out of an image.
    static let ignoreFile = ".dockerignore"

    /// What of the folder is sent, and what is sent beside it.
    ///
    /// - Parameters:
    ///   - builder: who gets it.
    ///   - outline: the Dockerfile as it is written.
    ///   - engine: where.
    /// - Throws: ``BuildError`` with `ignoreFile`.
    func sentFiles(
        to builder: ImageBuildRequest.Builder, _ outline: DockerfileOutline, on engine: EngineClient
    ) throws -> (rules: IgnoreRules, extraFiles: [GeneratedFile]) {
        var lines = ignoreLines
        var extra = extraFiles
        if builder == .buildKit {
            // It does not read the file, and would leave it in the image.
            extra.removeAll { $0.path == Self.ignoreFile }
            if let needed = lines.lastIndex(of: "!\(Self.ignoreFile)") { lines.remove(at: needed) }
            if outline.hasHeredocs, outline.directives.syntax == nil, !engine.knowsHeredocs {
                replaceHeredocs(of: outline, in: &extra)
            }
        }
        do {
            return (try IgnoreRules(lines: lines), extra)
        } catch {
            throw BuildError(.ignoreFile, "'\(error.text)' is not a pattern of files to leave out")
        }
    }

    private func replaceHeredocs(of outline: DockerfileOutline, in extra: inout [GeneratedFile]) {
        let index = extra.firstIndex { $0.path == dockerfile }
        // With the labels.
        let sent = index.map { DockerfileOutline(text: extra[$0].text, arguments: arguments) } ?? outline
        guard let (text, files) = sent.withoutHeredocs() else { return }
        if let index { extra[index].text = text } else { extra.append(GeneratedFile(path: dockerfile, text: text)) }
        extra += files
    }
}

extension EngineClient {
    /// Whether the Dockerfile syntax that BuildKit has built in is 1.4 or newer: since Docker 23, whose API is 1.42.
    fileprivate var knowsHeredocs: Bool { apiVersion >= APIVersion(1, 42) }
}
