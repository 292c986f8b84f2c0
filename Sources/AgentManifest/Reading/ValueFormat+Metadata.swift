extension ValueFormat<String> {
    /// The name of an agent.
    static var agentName: ValueFormat {
        text.shown(as: .either([.defined(.name), .integer(0...Int.max)])).checked { name, value in
            guard !AgentName.isValid(name) else { return }
            var hint = "use at most 63 lower-case letters, digits and dashes; begin and end with a letter or digit"
            if let better = AgentName.nearest(to: name) { hint = "did you mean '\(better)'?" }
            value.fail("'\(name)' is not a valid name", hint: hint)
        }
    }

    /// The version of an agent, which can be the tag of an image.
    static var agentVersion: ValueFormat {
        text.shown(as: .either([.matching("^[A-Za-z0-9_][A-Za-z0-9_.+-]{0,127}$"), .number])).checked {
            version, value in
            if !VersionText.isValid(version) {
                value.fail(
                    "'\(version)' is not a version",
                    hint: "use up to 128 letters, digits, '.', '_', '-' and '+', such as 1.0.0")
            }
        }
    }
}

extension ValueFormat<[String: String]> {
    /// Labels, none of which is one of ours.
    static var labels: ValueFormat {
        textMap.shown(as: .texts(names: #"^(?!dev\.agent\.)."#)).checked { _, value in
            for (key, label) in value.mapping()?.values ?? [] where key.hasPrefix("dev.agent.") || key.isEmpty {
                label.fail(key.isEmpty ? "a label needs a name" : "labels that begin with 'dev.agent.' are reserved")
            }
        }
    }
}
