import AgentValues
import Diagnostics

extension ManifestReader {
    func readSecurity(_ spec: MappingReader) -> Manifest.Security {
        var result = Manifest.Security()
        guard let security = spec["security"]?.mapping() else { return result }
        result.level = security["level"]?.choice(what: "security level")
        result.allowUnsafe = readReasons(security["allowUnsafe"])
        readSecurityContext(security, into: &result)
        if let inner = security["securityContext"]?.mapping() {
            for key in Self.contextKeys where security[key] != nil {
                inner[key]?.fail(
                    "'\(key)' is given in 'security' and in 'securityContext'", code: "manifest.duplicate")
            }
            readSecurityContext(inner, into: &result)
        }
        if let provider = security["auth_provider"]?.text() {
            result.authentication = Manifest.Security.Authentication(
                provider: provider, config: security["config"]?.jsonObject() ?? [:])
        } else if security["auth_provider"] == nil, let config = security["config"] {
            config.warn("'config' has no effect without 'auth_provider'")
        }
        return result
    }

    /// The keys that may stand in `security` or in `securityContext`.
    private static let contextKeys = [
        "runAsUser", "runAsGroup", "runAsNonRoot", "readOnlyRootFilesystem", "noNewPrivileges", "capabilities",
        "seccomp",
    ]

    private func readSecurityContext(_ mapping: MappingReader, into security: inout Manifest.Security) {
        if let value = mapping["runAsUser"] { security.runAsUser = readAccount(value, what: "user") }
        if let value = mapping["runAsGroup"] { security.runAsGroup = readAccount(value, what: "group") }
        if let value = mapping["runAsNonRoot"] { security.runAsNonRoot = value.boolean() }
        if let value = mapping["readOnlyRootFilesystem"] { security.readOnlyRootFilesystem = value.boolean() }
        if let value = mapping["noNewPrivileges"] { security.noNewPrivileges = value.boolean() }
        if let capabilities = mapping["capabilities"]?.mapping(hint: "such as 'capabilities: {drop: [ALL]}'") {
            security.capabilities.drop = readCapabilities(capabilities["drop"])
            security.capabilities.add = readCapabilities(capabilities["add"])
        }
        if let value = mapping["seccomp"] { security.seccomp = readSeccomp(value) }
        if security.runAsNonRoot == true, security.runAsUser == "0" || security.runAsUser == "root" {
            (mapping["runAsUser"] ?? mapping["runAsNonRoot"])?.fail("'runAsNonRoot' is true, but 'runAsUser' is root")
        }
    }

    /// A number or a name of the image.
    private func readAccount(_ value: ValueReader, what: String) -> String? {
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

    private func readCapabilities(_ value: ValueReader?) -> [String] {
        var result: [String] = []
        for item in value?.items() ?? [] {
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

    private func readSeccomp(_ value: ValueReader) -> Manifest.Security.Seccomp? {
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
