import AgentValues
import Diagnostics

extension ValueFormat<Manifest.Security> {
    /// What the agent may do on the host, with the keys of `securityContext` merged in.
    static var security: ValueFormat {
        section(Manifest.Security(), Manifest.Security.fields) { mapping, security in
            checkRoot(mapping, security)
            if let inner = mapping["securityContext"]?.mapping() {
                for key in Manifest.Security.context.map(\.key.name) where mapping[key] != nil {
                    inner[key]?.fail(
                        "'\(key)' is given in 'security' and in 'securityContext'", code: "manifest.duplicate")
                }
                inner.read(Manifest.Security.context, into: &security)
                checkRoot(inner, security)
            }
            if let provider = mapping["auth_provider"]?.text() {
                security.authentication = Manifest.Security.Authentication(
                    provider: provider, config: mapping["config"]?.jsonObject() ?? [:])
            } else if mapping["auth_provider"] == nil, let config = mapping["config"] {
                config.warn("'config' has no effect without 'auth_provider'")
            }
        }
    }

    private static func checkRoot(_ mapping: MappingReader, _ security: Manifest.Security) {
        if security.runAsNonRoot == true, security.runAsUser == "0" || security.runAsUser == "root" {
            (mapping["runAsUser"] ?? mapping["runAsNonRoot"])?.fail("'runAsNonRoot' is true, but 'runAsUser' is root")
        }
    }
}

extension ValueFormat<String> {
    /// A number or a name of the image.
    static func account(_ what: String) -> ValueFormat {
        ValueFormat(.defined(.account)) { readAccount($0, what: what) }
    }

    private static func readAccount(_ value: ValueReader, what: String) -> String? {
        guard let text = value.text() else { return nil }
        let isNumber = text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        if isNumber {
            guard let number = Int64(text), number <= 2_147_483_647, text == String(number) else {
                value.fail("expected a \(what) number from 0 to 2147483647, found '\(text)'")
                return nil
            }
            return text
        }
        let isName = text.unicodeScalars.enumerated().allSatisfy { place, scalar in
            scalar.isASCII
                && (scalar.properties.isAlphabetic || scalar == "_"
                    || place > 0 && (("0"..."9").contains(scalar) || "-.$".unicodeScalars.contains(scalar)))
        }
        guard isName else {
            value.fail("expected the number or name of a \(what), found '\(text)'")
            return nil
        }
        return text
    }
}

extension ValueFormat<[String]> {
    /// Names of capabilities.
    static var capabilities: ValueFormat { ValueFormat(.list(.defined(.capability)), read: readCapabilities) }

    /// Why something unsafe is allowed: at least one reason in words.
    static var reasons: ValueFormat {
        ValueFormat(.defined(.reasons)) { $0.texts() }.checked { reasons, value in
            if reasons.isEmpty || reasons.contains(where: { $0.allSatisfy(\.isWhitespace) }) {
                value.fail("'allowUnsafe' must say why", hint: "such as 'allowUnsafe: [reads the host certificates]'")
            }
        }
    }

    private static func readCapabilities(_ value: ValueReader) -> [String] {
        var result: [String] = []
        for item in value.items() ?? [] {
            guard let text = item.text() else { continue }
            var name = text.uppercased()
            if name.hasPrefix("CAP_") { name.removeFirst(4) }
            guard LinuxCapability.names.contains(name) else {
                item.fail("unknown capability '\(text)'", hint: didYouMean(name, among: LinuxCapability.names))
                continue
            }
            if !result.contains(name) { result.append(name) }
        }
        return result
    }
}

extension ValueFormat<Manifest.Security.Seccomp> {
    /// A profile of ours, a file, or a profile written out.
    static var seccomp: ValueFormat {
        ValueFormat(
            .either([.words(["default", "strict", "unconfined"]), .matching(#"/|\.json$"#), .free]), read: readSeccomp)
    }

    private static func readSeccomp(_ value: ValueReader) -> Manifest.Security.Seccomp? {
        if case .mapping = value.node.content { return value.located().map { .inline($0) } }
        guard let text = value.text() else { return nil }
        switch text {
        case "default": return .default
        case "strict": return .strict
        case "unconfined": return .unconfined
        default:
            if text.contains("/") || text.hasSuffix(".json") { return .file(text) }
            let names = ["default", "strict", "unconfined"]
            value.fail(
                "'\(text)' is not a seccomp profile; expected \(listed(names)), the path of a file, or a mapping",
                hint: didYouMean(text, among: names) ?? "write './\(text)' for a file beside the manifest")
            return nil
        }
    }
}
