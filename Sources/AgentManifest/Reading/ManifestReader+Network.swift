extension ManifestReader {
    func readNetwork(_ spec: MappingReader) -> Manifest.Network {
        var result = Manifest.Network()
        guard let network = spec["network"]?.mapping() else { return result }
        result.mode = network["mode"].flatMap(readMode)
        for item in network["dns"]?.items() ?? [] {
            guard let text = item.text() else { continue }
            if !IPAddress.isValid(text) { item.fail("'\(text)' is not an IP address", hint: "such as 1.1.1.1") }
            result.dns.append(text)
        }
        for item in network["aliases"]?.items() ?? [] {
            guard let text = item.text() else { continue }
            if !text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy({
                AgentName.isValid(String($0))
            }) {
                item.fail("'\(text)' is not a DNS name", hint: "use lower-case letters, digits, '-' and '.'")
            }
            result.aliases.append(text)
        }
        result.egress = network["egress"]?.json()
        if let security = network["security"]?.mapping() {
            var value = Manifest.Network.Security()
            value.allowExternalConnections = security["allowExternalConnections"]?.boolean()
            value.allowedHosts = security["allowedHosts"]?.texts() ?? []
            result.security = value
        }
        return result
    }

    private func readMode(_ value: ValueReader) -> Manifest.Network.Mode? {
        guard let text = value.text() else { return nil }
        switch text {
        case "bridge": return .bridge
        case "host": return .host
        case "none": return Manifest.Network.Mode.none
        default:
            let isName = text.unicodeScalars.allSatisfy {
                $0.isASCII
                    && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || "._-".unicodeScalars.contains($0))
            }
            guard isName, text.first != "-", text.first != "." else {
                value.fail("'\(text)' is not a network mode; expected bridge, host, none or the name of a network")
                return nil
            }
            return .named(text)
        }
    }
}
