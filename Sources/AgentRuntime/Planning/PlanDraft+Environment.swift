import AgentManifest
import AgentValues
import Diagnostics

extension PlanDraft {
    /// The environment: ours about the model and the settings, then the manifest's.
    mutating func addEnvironment() {
        var environment: [String: String] = [:]
        environment["AAC_MODEL_PROVIDER"] = manifest.model?.provider
        environment["AAC_MODEL_NAME"] = manifest.model?.name
        if let config = manifest.config {
            environment["AAC_CONFIG"] = config.jsonText
            options.files["/etc/aac/config.json"] = config.jsonText
        }
        environment.merge(variablesOfFiles()) { $1 }
        for (index, variable) in manifest.environment.enumerated() {
            // As in Compose, a name alone is no reason to drop what a file says.
            if case .hostEnvironmentIfSet(let key) = variable.source, planner.environment[key] == nil,
                environment[variable.name] != nil
            {
                continue
            }
            if let value = value(of: variable, at: "spec.environment[\(index)]") {
                environment[variable.name] = value
            } else if case .secret = variable.source {
                // Else a file's value would stand where the secret is meant.
                environment[variable.name] = nil
            }
        }
        options.environment = environment
    }

    /// What `spec.env_file` says, a later file over an earlier one.
    private mutating func variablesOfFiles() -> [String: String] {
        var variables: [String: String] = [:]
        for (index, file) in manifest.environmentFiles.enumerated() {
            let item = "spec.env_file[\(index)]"
            let path = manifest.positions["\(item).path"] == nil ? item : "\(item).path"
            if !file.isRequired, !planner.fileExists(absolute(file.path)) { continue }
            do {
                let text = try planner.readFile(absolute(file.path))
                let content = try EnvironmentFile(
                    Array(text.utf8), file: file.path, replacing: variables.merging(planner.environment) { $1 })
                warnings += content.warnings
                variables.merge(content.variables) { $1 }
            } catch let error as DiagnosticsError {
                mistakes += error.diagnostics
            } catch {
                mistake(
                    "unreadable-file", "cannot read '\(file.path)': \(error)", at: path,
                    hint: "paths are relative to the manifest; 'required: false' lets a file be missing")
            }
        }
        return variables
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
        case .hostEnvironmentIfSet(let key):
            if let value = planner.environment[key] { return value }
            warnings.append(
                manifest.diagnostic(
                    .warning, code: "plan.unset-variable",
                    "the host's environment has no variable '\(key)', so the agent gets none", at: path))
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
