import AgentValues

extension ManifestReader {
    func readPorts(_ spec: MappingReader) -> [Manifest.Port] {
        var ports: [Manifest.Port] = []
        var published = PublishedPorts()
        for item in spec["ports"]?.items(hint: "such as 'ports: [{container: 8080}]'") ?? [] {
            guard let mapping = item.mapping(hint: portHint(item)), let port = readPort(mapping) else { continue }
            if let line = published.insert(port, line: item.keyMark.line) {
                (mapping["host"] ?? mapping["container"] ?? item).fail(
                    "host port \(port.host)/\(port.transport.rawValue) is published twice", code: "manifest.duplicate",
                    hint: "it is already used in line \(line); 'host: 0' takes any free one")
            }
            ports.append(port)
        }
        return ports
    }

    /// The host's ports that are taken, with the lines that took them.
    private struct PublishedPorts {
        private struct Key: Hashable {
            var host: Int
            var transport: Manifest.Port.TransportProtocol
        }

        /// By address; the empty one holds the first of any address.
        private var lines: [Key: [String: Int]] = [:]

        /// - Returns: the line that already took the port on the same address, or one of the two on every address.
        mutating func insert(_ port: Manifest.Port, line: Int) -> Int? {
            guard port.host != 0 else { return nil }
            let everywhere = ["0.0.0.0", "::"]
            let key = Key(host: port.host, transport: port.transport)
            let taken = lines[key] ?? [:]
            let other =
                everywhere.contains(port.hostIP)
                ? taken[""] : ([port.hostIP] + everywhere).lazy.compactMap { taken[$0] }.first
            lines[key, default: [:]][""] = taken[""] ?? line
            lines[key, default: [:]][port.hostIP] = taken[port.hostIP] ?? line
            return other
        }
    }

    /// Says how a port of other tools' short form is written here.
    private func portHint(_ item: ValueReader) -> String {
        guard case .scalar(let scalar) = item.node.content else { return "such as '{container: 8080}'" }
        let parts = scalar.text.split(separator: "/")[...].first?.split(separator: ":").compactMap { Int($0) } ?? []
        switch parts.count {
        case 1: return "write '{container: \(parts[0])}'"
        case 2: return "write '{host: \(parts[0]), container: \(parts[1])}'"
        default: return "such as '{container: 8080}'"
        }
    }

    private func readPort(_ mapping: MappingReader) -> Manifest.Port? {
        let host = mapping["host"]?.integer(in: 0...65535, what: "a port")
        let transport = mapping["protocol"]?.choice(Manifest.Port.TransportProtocol.self, what: "protocol") ?? .tcp
        var hostIP = "127.0.0.1"
        if let value = mapping["hostIP"], let text = value.text() {
            hostIP = text
            if !IPAddress.isValid(text) {
                value.fail(
                    "'\(text)' is not an IP address",
                    hint: text == "localhost" ? "write 127.0.0.1" : "such as 127.0.0.1, or 0.0.0.0 for all")
            }
        }
        guard
            let container = mapping.required("container", hint: "the port that the agent listens on")?.integer(
                in: 1...65535, what: "a port")
        else { return nil }
        return Manifest.Port(container: container, host: host, transport: transport, hostIP: hostIP)
    }

    func readVolumes(_ spec: MappingReader) -> [Manifest.Volume] {
        var result: [Manifest.Volume] = []
        var lines: [String: Int] = [:]
        for item in spec["volumes"]?.items() ?? [] {
            guard let mapping = item.mapping(hint: "such as '{source: ./data, target: /app/data}'"),
                let volume = readVolume(mapping)
            else { continue }
            var target = volume.target
            while target.count > 1, target.hasSuffix("/") { target.removeLast() }
            if let first = lines[target] {
                mapping["target"]?.fail(
                    "two volumes are mounted on '\(target)'", code: "manifest.duplicate",
                    hint: "the other is in line \(first)")
            }
            lines[target] = item.keyMark.line
            result.append(volume)
        }
        return result
    }

    private func readVolume(_ mapping: MappingReader) -> Manifest.Volume? {
        let source = mapping["source"]?.text()
        let size = mapping["size"]?.quantity(Quantity.bytes)
        let readOnly = mapping["readOnly"]?.boolean() ?? false
        let target = mapping.required("target", hint: "an absolute path in the container").flatMap(readTarget)
        var kind: Manifest.Volume.Kind?
        if let value = mapping["type"], let word = value.text() {
            if word == "configmap" { return nil }
            kind = Manifest.Volume.Kind(rawValue: word)
            guard kind != nil else {
                value.refuse(word, what: "type of volume", expected: Manifest.Volume.Kind.allCases.map(\.rawValue))
                return nil
            }
        }
        let isPath = source.map { "/.~".contains($0.first ?? " ") } ?? false
        let result = kind ?? (isPath ? .bind : .volume)
        if result == .tmpfs {
            mapping["source"]?.warn("'source' has no effect on a tmpfs")
        } else {
            if mapping["source"] == nil {
                _ = mapping.required("source", hint: "a path of this machine or the name of a volume")
            }
            mapping["size"]?.warn("'size' has no effect on a \(result.rawValue)")
        }
        if result == .volume, let source { checkVolumeName(source, isPath: isPath, at: mapping["source"]) }
        guard let target, source != nil || result == .tmpfs else { return nil }
        var volume = Manifest.Volume(kind: result, source: result == .tmpfs ? nil : source, target: target)
        volume.readOnly = readOnly
        volume.allowUnsafe = mapping["allowUnsafe"].flatMap(ValueFormat.reasons.read) ?? []
        volume.size = result == .tmpfs ? size : nil
        return volume
    }

    private func readTarget(_ value: ValueReader) -> String? {
        guard let target = value.text() else { return nil }
        guard target.hasPrefix("/") else {
            value.fail("'target' must be an absolute path in the container, found '\(target)'")
            return nil
        }
        guard target.contains(where: { $0 != "/" }) else {
            value.fail("a volume cannot be mounted on '/'")
            return nil
        }
        guard !target.split(separator: "/").contains("..") else {
            value.fail("'target' must not contain '..', found '\(target)'")
            return nil
        }
        return target
    }

    private func checkVolumeName(_ name: String, isPath: Bool, at value: ValueReader?) {
        let isName = name.unicodeScalars.allSatisfy {
            $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || "._-".unicodeScalars.contains($0))
        }
        guard !isName || isPath || name.hasPrefix("-") || name.hasPrefix("_") else { return }
        let looksLikePath = isPath || name.contains("/")
        value?.fail(
            "'\(name)' is not a valid volume name",
            hint: looksLikePath
                ? "write 'type: bind' to mount a path of this machine" : "use letters, digits, '.', '_' and '-'")
    }
}
