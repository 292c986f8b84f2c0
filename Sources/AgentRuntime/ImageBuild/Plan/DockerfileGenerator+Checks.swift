extension DockerfileGenerator {
    /// Refuses packages that could be taken for an option or break out of their word.
    func checkDependencies() throws(BuildError) {
        // The pattern is valid: the definition's reader has compiled it.
        let pattern = try? definition.dependencyPattern.map { try Regex($0) }
        for (index, dependency) in dependencies.enumerated() {
            func refuse(_ reason: String, hint: String?) -> BuildError {
                BuildError(
                    .invalidText, "the package '\(dependency)' \(reason)", hint: hint,
                    manifestPath: "spec.dependencies[\(index)]")
            }
            if dependency.isEmpty { throw refuse("has no name", hint: nil) }
            if DockerfileText.hasControl(dependency) {
                throw refuse("holds a line end or another control character", hint: "write one package per entry")
            }
            if dependency.hasPrefix("-") {
                throw refuse(
                    "begins with a dash, which the package manager takes for an option",
                    hint: "options belong into a Dockerfile of your own, see `spec.build`")
            }
            if let pattern, (try? pattern.wholeMatch(in: dependency)) == nil {
                throw refuse(
                    "is not written as the runtime '\(definition.name)' expects",
                    hint: "it must match \(definition.dependencyPattern ?? "")")
            }
        }
    }

    /// An image's name, with the version put in.
    func reference(_ override: String?, or template: String, with words: Substitution) throws(BuildError) -> String {
        let text = if let override { override } else { try words.plain(template) }
        guard AgentImageName.isReference(text) else {
            throw BuildError(
                .invalidText, "'\(text)' is not the name of an image",
                hint: "write it as NAME, NAME:TAG or NAME@DIGEST",
                manifestPath: override == nil ? "spec.runtime" : nil)
        }
        return text
    }

    /// The error for a folder in which no rule of `start` finds anything.
    func noEntryFile() -> BuildError {
        var looked: [String] = []
        for file in definition.start.flatMap(\.files) where !looked.contains(file) { looked.append(file) }
        return BuildError(
            .noEntryFile, "the folder has no file that the runtime '\(definition.name)' starts",
            details: looked.isEmpty ? [] : ["looked for: \(looked.joined(separator: ", "))"],
            hint: "name the command in `spec.command`, or write a Dockerfile and name it in `spec.build`",
            manifestPath: "spec.runtime")
    }
}
