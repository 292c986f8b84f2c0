import AgentValues

extension ManifestReader {
    func readPorts(_ spec: MappingReader) -> [Manifest.Port] {
        var ports: [Manifest.Port] = []
        var published = PublishedPorts()
        for item in spec["ports"]?.items(hint: "such as 'ports: [\"8080:80\"]'") ?? [] {
            guard let port = readPort(item) else { continue }
            if let line = published.insert(port, line: item.keyMark.line) {
                (item["host"] ?? item["container"] ?? item).fail(
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

    /// A mapping, or the short form of Compose.
    private func readPort(_ item: ValueReader) -> Manifest.Port? {
        guard case .scalar = item.node.content, !item.isNull else {
            return item.mapping(hint: "such as '8080:80' or '{container: 8080}'").flatMap(readPort)
        }
        guard let text = item.text() else { return nil }
        do {
            let port = try PortText.parse(text)
            // Where a step behind this one has something to say about the port of the host.
            if port.host != 0 { item.alsoAt("host") }
            return port
        } catch {
            item.fail(error.message, hint: error.hint)
            return nil
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
            guard let volume = readVolume(item) else { continue }
            var target = volume.target
            while target.count > 1, target.hasSuffix("/") { target.removeLast() }
            if let first = lines[target] {
                (item["target"] ?? item).fail(
                    "two volumes are mounted on '\(target)'", code: "manifest.duplicate",
                    hint: "the other is in line \(first)")
            }
            lines[target] = item.keyMark.line
            result.append(volume)
        }
        return result
    }

    /// A mapping, or the short form of Compose.
    private func readVolume(_ item: ValueReader) -> Manifest.Volume? {
        guard case .scalar = item.node.content, !item.isNull else {
            return item.mapping(hint: "such as './data:/app/data' or '{source: ./data, target: /app/data}'")
                .flatMap(readVolume)
        }
        guard let text = item.text() else { return nil }
        do {
            let parts = try VolumeText.parse(text)
            for word in parts.idle { item.warn("the volume option '\(word)' has no effect") }
            guard let target = checkedTarget(parts.target, at: item) else { return nil }
            let isPath = Self.isPath(parts.source)
            if !isPath {
                checkVolumeName(parts.source, at: item, hint: "write './\(parts.source)' for a path of this machine")
            }
            var volume = Manifest.Volume(kind: isPath ? .bind : .volume, source: parts.source, target: target)
            volume.readOnly = parts.readOnly
            return volume
        } catch {
            item.fail(error.message, hint: error.hint)
            return nil
        }
    }

    /// Whether a source is a path of the host rather than the name of a volume.
    private static func isPath(_ source: String) -> Bool { "/.~".contains(source.first ?? " ") }

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
        let isPath = source.map(Self.isPath) ?? false
        let result = kind ?? (isPath ? .bind : .volume)
        if result == .tmpfs {
            mapping["source"]?.warn("'source' has no effect on a tmpfs")
        } else {
            if mapping["source"] == nil {
                _ = mapping.required("source", hint: "a path of this machine or the name of a volume")
            }
            mapping["size"]?.warn("'size' has no effect on a \(result.rawValue)")
        }
        if result == .volume, let source {
            checkVolumeName(source, at: mapping["source"], hint: "write 'type: bind' to mount a path of this machine")
        }
        guard let target, source != nil || result == .tmpfs else { return nil }
        var volume = Manifest.Volume(kind: result, source: result == .tmpfs ? nil : source, target: target)
        volume.readOnly = readOnly
        volume.allowUnsafe = mapping["allowUnsafe"].flatMap(ValueFormat.reasons.read) ?? []
        volume.size = result == .tmpfs ? size : nil
        return volume
    }

    private func readTarget(_ value: ValueReader) -> String? {
        value.text().flatMap { checkedTarget($0, at: value) }
    }

    private func checkedTarget(_ target: String, at value: ValueReader) -> String? {
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

    /// - Parameter hint: what to write where a path is meant.
    private func checkVolumeName(_ name: String, at value: ValueReader?, hint: String) {
        let isName = name.unicodeScalars.allSatisfy {
            $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || "._-".unicodeScalars.contains($0))
        }
        guard !isName || Self.isPath(name) || name.hasPrefix("-") || name.hasPrefix("_") else { return }
        let looksLikePath = Self.isPath(name) || name.contains("/")
        value?.fail(
            "'\(name)' is not a valid volume name",
            hint: looksLikePath ? hint : "use letters, digits, '.', '_' and '-'")
    }
}
