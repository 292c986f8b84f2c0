extension ManifestReader {
    /// What the keys of an `http` probe's request say, and where `http` and `tcp` ask.
    func readRequest(_ mapping: MappingReader, into probe: inout Manifest.Probe) {
        probe.address = mapping["address"]?.choice(what: "address of a health check") ?? probe.address
        guard probe.kind == .http else { return }
        probe.scheme = mapping["scheme"]?.choice(what: "scheme") ?? probe.scheme
        probe.followsRedirects = mapping["followRedirects"]?.boolean() ?? probe.followsRedirects
        if let insecure = mapping["insecure"] {
            probe.isInsecure = insecure.boolean() ?? false
            if probe.isInsecure, probe.scheme != .https {
                insecure.warn("'insecure' has no effect without 'scheme: https'")
            }
        }
        guard let headers = mapping["headers"]?.mapping(hint: "such as '{Host: example.org}'") else { return }
        for field in headers.values {
            guard let value = field.reader.writtenText() else { continue }
            if let flaw = Self.flaw(ofHeader: field.key, value) {
                field.reader.fail("the header '\(field.key)' cannot be sent: \(flaw)")
            } else {
                probe.headers.append(Manifest.Probe.Header(name: field.key, value: value))
            }
        }
    }

    /// What is wrong with a field of a request (RFC 9110, section 5); nil where nothing is.
    private static func flaw(ofHeader name: String, _ value: String) -> String? {
        let marks = Set("!#$%&'*+-.^_`|~")
        guard !name.isEmpty, name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || marks.contains($0)) })
        else {
            return "a name has letters, digits and '-'"
        }
        let framing = ["connection", "content-length", "expect", "te", "trailer", "transfer-encoding", "upgrade"]
        if framing.contains(name.lowercased()) { return "it belongs to the connection" }
        let isSendable = value.utf8.allSatisfy { $0 == 0x09 || (0x20...0x7e).contains($0) }
        return isSendable ? nil : "a value has visible ASCII and spaces alone"
    }
}
