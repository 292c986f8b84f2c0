/// What `--version` prints.
enum VersionText {
    /// One line.
    static var short: String { "aac-runtime \(AgentCommandLine.version)" }
}
