import AgentManifest
public import AgentValues
public import Diagnostics

extension SeccompProfile {
    /// Reads a profile from a file: in the engines' JSON format, or changes to a profile of ours; see <doc:WritingProfiles>.
    ///
    /// - Parameters:
    ///   - content: the file's bytes, JSON or YAML.
    ///   - file: its path, for messages.
    ///   - surroundings: where it will be in force.
    /// - Returns: the profile, and what there is to warn about.
    /// - Throws: every mistake with its place: syntax, unknown and duplicate keys, unknown calls with the nearest known one,
    ///   rules that libseccomp refuses.
    public static func read(
        _ content: [UInt8], file: String, in surroundings: SeccompSurroundings = SeccompSurroundings()
    ) throws(DiagnosticsError) -> (profile: SeccompProfile, warnings: [Diagnostic]) {
        let content = try SettingsFile.json(content, file: file)
        let reader = SettingsReader(area: "seccomp") { path in
            let position = content.positions[path] ?? SourcePosition(file: file, line: 1, column: 1)
            let line = content.lines.indices.contains(position.line - 1) ? content.lines[position.line - 1] : nil
            return (position, (line?.utf8.count ?? 0) > 4096 ? nil : line)
        }
        var (profile, warnings) = try read(content.value, at: "", reader: reader, in: surroundings)
        profile.name = file
        return (profile, warnings)
    }

    /// Reads a profile from a value of a manifest, in either format.
    ///
    /// - Parameters:
    ///   - value: the profile.
    ///   - path: the value's path in the manifest, for messages.
    ///   - surroundings: where the profile will be in force.
    /// - Throws: every mistake with its path.
    public static func read(
        _ value: JSONValue, at path: String = "spec.security.seccomp",
        in surroundings: SeccompSurroundings = SeccompSurroundings()
    ) throws(DiagnosticsError) -> (profile: SeccompProfile, warnings: [Diagnostic]) {
        try read(value, at: path, reader: SettingsReader(area: "seccomp"), in: surroundings)
    }

    private static func read(
        _ value: JSONValue, at path: String, reader: SettingsReader, in surroundings: SeccompSurroundings
    ) throws(DiagnosticsError) -> (profile: SeccompProfile, warnings: [Diagnostic]) {
        let isEngineFormat = ["defaultAction", "syscalls", "archMap", "architectures"].contains { value[$0] != nil }
        let profile =
            isEngineFormat
            ? reader.engineProfile(value, at: path, in: surroundings)
            : reader.inlineProfile(value, at: path, in: surroundings)
        guard let profile, !reader.hasErrors else { throw DiagnosticsError(reader.diagnostics) }
        let found = reader.diagnostics + profile.check()
        if found.contains(where: { $0.severity == .error }) { throw DiagnosticsError(found) }
        return (profile, found)
    }
}
