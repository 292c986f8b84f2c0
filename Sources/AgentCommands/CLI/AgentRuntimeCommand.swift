/// The whole command line with a user's own types in it: mark a type that conforms with `@main`.
public protocol AgentRuntimeCommand {
    /// What is added; nothing unless given.
    static var extensions: Extensions { get }
}

extension AgentRuntimeCommand {
    /// Nothing.
    public static var extensions: Extensions { Extensions() }

    /// Runs the command line that this process was called with, and exits.
    @MainActor public static func main() async { await AgentCommandLine.main(extensions: extensions) }
}
