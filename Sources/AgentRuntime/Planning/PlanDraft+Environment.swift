import AgentManifest
import AgentValues

extension PlanDraft {
    /// The environment: ours about the model and the settings, then the manifest's.
    mutating func addEnvironment() {
        var environment = ["AAC_MODEL_PROVIDER": manifest.model.provider]
        environment["AAC_MODEL_NAME"] = manifest.model.name
        if let config = manifest.config {
            environment["AAC_CONFIG"] = config.jsonText
            options.files["/etc/aac/config.json"] = config.jsonText
        }
        for (index, variable) in manifest.environment.enumerated() {
            if let value = value(of: variable, at: "spec.environment[\(index)]") { environment[variable.name] = value }
        }
        options.environment = environment
    }

    private mutating func value(of variable: Manifest.EnvironmentVariable, at path: String) -> String? {
        switch variable.source {
        case .value(let text):
            return text
        case .secret:
            // A secret is never a part of the container's configuration: the launcher sets the variable from the
            // secret's file.
            return nil
        case .hostEnvironment(let key):
            if let value = planner.environment[key] ?? variable.defaultValue { return value }
            mistake(
                "unset-variable", "the host's environment has no variable '\(key)'", at: "\(path).from",
                hint: "set it, or give a defaultValue")
        case .file(let file):
            return fileText(file, default: variable.defaultValue, at: "\(path).path")
        case .configMap(_, let key, let file?):
            let file = key.map { "\(file)/\($0)" } ?? file
            return fileText(file, default: variable.defaultValue, at: "\(path).path")
        case .configMap(_, _, nil):
            if let value = variable.defaultValue { return value }
            mistake(
                "no-configmap", "there is no store of config maps on this host", at: "\(path).from",
                hint: "name a file or folder with 'path', or give a defaultValue")
        }
        return nil
    }

    private mutating func fileText(_ file: String, default fallback: String?, at path: String) -> String? {
        do {
            let text = try planner.readFile(absolute(file))
            return text.hasSuffix("\n") ? String(text.dropLast()) : text
        } catch {
            if let fallback { return fallback }
            mistake("unreadable-file", "cannot read '\(file)': \(error)", at: path, hint: "or give a defaultValue")
            return nil
        }
    }
}
