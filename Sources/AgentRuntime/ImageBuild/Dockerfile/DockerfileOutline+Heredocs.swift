/// Heredocs for builders that do not know them: BuildKit before its Dockerfile syntax 1.4, which Docker 20.10 has.
extension DockerfileOutline {
    /// Where the texts of `COPY <<EOF` stand in the context.
    private static let folder = ".aac-runtime/heredocs"

    /// A Dockerfile that does without heredocs, with the files that it copies, and with as many lines as this one; nil where one of
    /// them cannot be written in another way: its text has variables that the builder would put in, it begins with `#!`, or the
    /// stage has a shell of its own.
    func withoutHeredocs() -> (text: String, files: [ImageBuildPlan.GeneratedFile])? {
        guard !instructions.contains(where: { $0.keyword == "SHELL" }) else { return nil }
        var result = lines
        var files: [ImageBuildPlan.GeneratedFile] = []
        for instruction in instructions where !instruction.heredocs.isEmpty {
            guard let text = text(without: instruction, &files) else { return nil }
            result[instruction.lines.lowerBound] = text
            // Comments keep the numbers of the lines behind.
            for index in instruction.lines.dropFirst() { result[index] = "#" }
        }
        return (result.joined(separator: "\n"), files)
    }

    private func text(
        without instruction: DockerfileInstruction, _ files: inout [ImageBuildPlan.GeneratedFile]
    ) -> String? {
        switch instruction.keyword {
        case "RUN":
            var script = String(instruction.body)
            if let only = instruction.heredocs.first, instruction.words == [only.word] {
                script = content(of: only)
                if script.hasPrefix("#!") { return nil }
            } else {
                for heredoc in instruction.heredocs {
                    script += "\n" + lines[heredoc.body].map { "\($0)\n" }.joined() + heredoc.end
                }
            }
            return "RUN \(instruction.options)" + DockerfileText.exec(["/bin/sh", "-c", script])
        case "COPY", "ADD":
            var text = String(instruction.body)
            for heredoc in instruction.heredocs {
                let content = content(of: heredoc)
                guard heredoc.isQuoted || !content.contains("$"), !heredoc.end.contains("/"), heredoc.end != "..",
                    DockerfileText.isPlainSource(heredoc.end), let place = text.firstRange(of: heredoc.word)
                else { return nil }
                let path = "\(Self.folder)/\(files.count)/\(heredoc.end)"
                files.append(ImageBuildPlan.GeneratedFile(path: path, text: content))
                text.replaceSubrange(place, with: path)
            }
            return "\(instruction.keyword) \(instruction.options)\(text)"
        default: return nil
        }
    }

    private func content(of heredoc: DockerfileInstruction.Heredoc) -> String {
        lines[heredoc.body].map { line in
            "\(heredoc.stripsTabs ? String(line.drop { $0 == "\t" }) : line)\n"
        }.joined()
    }
}
