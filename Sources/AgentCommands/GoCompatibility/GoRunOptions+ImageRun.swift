import AgentRuntime
import Diagnostics

extension GoRunOptions {
    /// What to run, and what there is to warn about.
    ///
    /// - Parameter isCompatible: whether what Go's runtime passes over is passed over too, with a warning, instead of being a
    ///   mistake, and ports are published on all addresses.
    /// - Throws: `DiagnosticsError` with every mistake.
    func imageRun(
        in context: CommandContext, isCompatible: Bool
    ) throws(DiagnosticsError) -> (run: ImageRun, warnings: [Diagnostic]) {
        var conversion = Conversion(isCompatible: isCompatible, home: context.environment("HOME"))
        var run = ImageRun(image: image)
        run.name = name.isEmpty ? nil : name
        run.ports = conversion.ports(ports)
        run.environment = conversion.environment(environment)
        run.volumes = volumes.compactMap { conversion.mount($0) }
        guard conversion.mistakes.isEmpty else { throw DiagnosticsError(conversion.mistakes) }
        return (run, warnings + conversion.warnings)
    }

    /// Texts become values, by the rules of the Go tool.
    private struct Conversion {
        let isCompatible: Bool
        let home: String?
        var mistakes: [Diagnostic] = []
        var warnings: [Diagnostic] = []

        private mutating func mistake(_ message: String, _ entry: Entry, hint: String) {
            mistakes.append(
                Diagnostic(
                    .error, code: "options.value", message, at: entry.position, path: entry.path, hint: hint))
        }

        /// A mistake that Go's runtime passes over.
        private mutating func passOver(_ message: String, _ entry: Entry, hint: String) {
            guard isCompatible else { return mistake(message, entry, hint: hint) }
            warnings.append(
                Diagnostic(
                    .warning, code: "options.skipped", "\(message), and is passed over", at: entry.position,
                    path: entry.path, hint: hint))
        }

        mutating func ports(_ entries: [Entry]) -> [PortMapping] {
            var ports: [PortMapping] = []
            for entry in entries {
                guard let port = port(entry), !ports.contains(port) else { continue }
                ports.append(port)
            }
            return ports.isEmpty && mistakes.isEmpty
                ? [GoRules.defaultPort(isCompatible: isCompatible)] : ports
        }

        private mutating func port(_ entry: Entry) -> PortMapping? {
            let hint = "CONTAINER or HOST:CONTAINER, 1 to 65535, with an optional /tcp or /udp"
            let parts = entry.text.split(separator: "/", omittingEmptySubsequences: false)
            let fields = parts[0].split(separator: ":", omittingEmptySubsequences: false).map(GoRules.trimmed)
            let suffix = parts.dropFirst().map { "/\($0)" }.joined()
            if let port = PortMapping(
                parsing: fields.joined(separator: ":") + suffix, on: GoRules.address(isCompatible: isCompatible)),
                !isCompatible || (fields.count <= 2 && port.host > 0)
            {
                return port
            }
            if parts.count == 2, PortMapping(parsing: "1/\(parts[1])") == nil {
                mistake("'\(parts[1])' is no protocol of ports", entry, hint: "tcp or udp")
            } else {
                passOver("'\(entry.text)' is not a port", entry, hint: hint)
            }
            return nil
        }

        mutating func environment(_ entries: [Entry]) -> [String: String] {
            var environment: [String: String] = [:]
            for entry in entries {
                guard let equals = entry.text.firstIndex(of: "=") else {
                    passOver("a variable has no value", entry, hint: "write NAME=VALUE")
                    continue
                }
                let name = entry.text[..<equals]
                guard !name.isEmpty else {
                    mistake("a variable has no name", entry, hint: "write NAME=VALUE")
                    continue
                }
                environment[String(name)] = String(entry.text[entry.text.index(after: equals)...])
            }
            return environment
        }

        mutating func mount(_ entry: Entry) -> VolumeMount? {
            let mount = VolumeMount(parsing: entry.text, directory: ProjectName.currentFolder, home: home)
            if mount == nil {
                mistake(
                    "'\(entry.text)' is not a mount", entry,
                    hint: "SOURCE:TARGET or SOURCE:TARGET:ro, with an absolute TARGET")
            }
            return mount
        }
    }
}
