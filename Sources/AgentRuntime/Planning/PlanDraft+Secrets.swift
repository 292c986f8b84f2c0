import AgentManifest

extension PlanDraft {
    /// The secrets: those that the manifest declares, and those that variables name. No value is read.
    mutating func addSecrets() {
        var secrets = manifest.secrets.map { SecretReference(name: $0.name, source: source($0.source)) }
        for index in manifest.secrets.indices { check(secrets[index], at: "spec.secrets[\(index)]") }
        for (index, variable) in manifest.environment.enumerated() {
            guard case .secret(let name, let key) = variable.source else { continue }
            let path = "spec.environment[\(index)]"
            let declared = secrets.first { $0.name == name && $0.key == nil }
            let reference = SecretReference(
                name: key.map { "\(name).\($0)" } ?? name, source: declared?.source ?? .environment(key: name),
                key: key,
                variables: [variable.name])
            guard isFileName(reference.name) else {
                mistake(
                    "unsafe-secret-name", "'\(reference.name)' cannot be the name of the secret's file",
                    at: key == nil ? "\(path).secretName" : "\(path).secretKey",
                    hint: "use letters, digits, '.', '_' and '-'")
                continue
            }
            if let other = secrets.first(where: { $0.name == reference.name }),
                other.key != reference.key || other.source != reference.source
            {
                mistake(
                    "secret-name-taken", "two secrets would be the file '\(reference.path)'", at: path,
                    hint: "a key of a secret becomes the file SECRET.KEY; rename one of them")
                continue
            }
            if declared == nil, !isThere(reference.source) {
                // A default value is no secret: it is written in the manifest, so it may stand in the environment too.
                if let value = variable.defaultValue {
                    options.environment[variable.name] = value
                } else {
                    mistake(
                        "unset-secret", "there is no secret '\(name)'", at: "\(path).from",
                        hint:
                            "declare it in spec.secrets, or set the host's variable '\(name)' (also in --env-file or .env)"
                    )
                }
                continue
            }
            if let place = secrets.firstIndex(where: { $0.name == reference.name && $0.source == reference.source }) {
                secrets[place].variables.append(variable.name)
            } else {
                secrets.append(reference)
            }
        }
        options.secrets = secrets
        for secret in secrets {
            let places = [secret.path] + secret.variables
            settings.append(
                PlannedSetting(
                    "secret \(secret.name)", "\(secret.source) as \(places.joined(separator: ", "))", .manifest,
                    key: "spec.secrets"))
        }
    }

    /// Letters and digits of any language are fine, what could lead to another folder is not.
    private func isFileName(_ name: String) -> Bool {
        name != "." && name != ".." && name.utf8.count <= 255
            && name.unicodeScalars.allSatisfy {
                $0.properties.isAlphabetic || $0.properties.numericType != nil || "._-".unicodeScalars.contains($0)
            }
    }

    private func source(_ source: Manifest.Secret.Source) -> SecretReference.Source {
        switch source {
        case .hostEnvironment(let key): .environment(key: key)
        case .file(let path): .file(path: absolute(path))
        case .exec(let command): .exec(command: command, directory: directory)
        }
    }

    private func isThere(_ source: SecretReference.Source) -> Bool {
        switch source {
        case .environment(let key): planner.environment[key] != nil
        case .file(let path): planner.fileExists(path)
        case .exec: true
        }
    }

    private mutating func check(_ secret: SecretReference, at path: String) {
        guard !isThere(secret.source) else { return }
        switch secret.source {
        case .environment(let key):
            mistake(
                "unset-secret", "the host's environment has no variable '\(key)'", at: "\(path).from",
                hint: "set it, or give it in --env-file or .env")
        case .file(let file):
            mistake("unreadable-file", "there is no file '\(file)'", at: "\(path).path")
        case .exec: break
        }
    }
}

extension SecretReference.Source: CustomStringConvertible {
    /// Where it is, in words.
    public var description: String {
        switch self {
        case .environment(let key): "the host's variable \(key)"
        case .file(let path): "the file \(path)"
        case .exec(let command, _): "what '\(command.first ?? "")' prints"
        }
    }
}
