extension ValueFormat<[String]> {
    /// A list of IP addresses.
    static var addresses: ValueFormat {
        ValueFormat(.list(.defined(.address))) { value in
            value.items()?.compactMap { item in
                guard let text = item.text() else { return nil }
                if !IPAddress.isValid(text) { item.fail("'\(text)' is not an IP address", hint: "such as 1.1.1.1") }
                return text
            }
        }
    }

    /// A list of names of DNS.
    static var hostNames: ValueFormat {
        let pattern = #"^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(\.[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)*$"#
        return ValueFormat(.list(.matching(pattern))) { value in
            value.items()?.compactMap { item in
                guard let text = item.text() else { return nil }
                let labels = text.split(separator: ".", omittingEmptySubsequences: false)
                if !labels.allSatisfy({ AgentName.isValid(String($0)) }) {
                    item.fail("'\(text)' is not a DNS name", hint: "use lower-case letters, digits, '-' and '.'")
                }
                return text
            }
        }
    }
}

extension ValueFormat<Manifest.Network.Mode> {
    /// `bridge`, `host`, `none` or the name of a network.
    static var networkMode: ValueFormat {
        ValueFormat(
            .either([.words(["bridge", "host", "none"]), .matching("^[A-Za-z0-9_][A-Za-z0-9_.-]*$")]), read: readMode)
    }

    private static func readMode(_ value: ValueReader) -> Manifest.Network.Mode? {
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
