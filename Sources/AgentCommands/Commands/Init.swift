import ArgumentParser
import Diagnostics
import Glibc

/// `aac-runtime init`: write something to start from.
struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Write something to start from.",
        discussion: """
            An agent, or a hook in Swift; each goes into a new folder.

            Examples:
              aac-runtime init greeter --runtime python
              aac-runtime init hook night-shift
            """,
        subcommands: [InitAgentCommand.self, InitHookCommand.self], defaultSubcommand: InitAgentCommand.self)
}

/// `aac-runtime init hook`: a Swift package with a hook.
struct InitHookCommand: AgentCommand {
    static let configuration = CommandConfiguration(
        commandName: "hook",
        abstract: "Write a Swift package with a hook, and the whole command line with it inside.",
        discussion: """
            The package goes into a new folder of the hook's name. It builds as it is: `swift run NAME plan`.

            Examples:
              aac-runtime init hook night-shift
              aac-runtime init hook night-shift --package ../aac-runtime
            """)

    @Argument(help: ArgumentHelp("The hook's name: lower-case words joined by hyphens.", valueName: "name"))
    var name: String

    @Option(
        help: ArgumentHelp(
            "The package of aac-runtime, a folder or a URL; else the checkout that this program was built in.",
            valueName: "package"), completion: .directory)
    var package: String?

    var outputFormat: OutputFormat { .text }

    func validate() throws {
        guard HookPackage.accepts(name) else {
            throw ValidationError(
                "'\(name)' cannot be a hook's name: lower-case words joined by hyphens, such as night-shift")
        }
    }

    func run(in context: CommandContext) async throws -> ExitCode {
        let folder = ProjectName.currentFolder
        guard let package = package ?? Self.checkout() else {
            throw CommandError(
                .usage, "this program does not know where its own sources are",
                hint: "name the package of aac-runtime, a folder or a URL, with --package")
        }
        let files = HookPackage(name: name, dependency: .init(package, directory: folder)).files
        try await NewFolder(name: name, files: files).write(in: context)
        try await context.messages.line("try it: cd \(name) && swift run \(name) plan")
        return .success
    }

    /// The package that this program was built in, where it is still in its build folder.
    private static func checkout() -> String? {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        guard count > 0 else { return nil }
        var parts = String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
            .split(separator: "/").dropLast()
        while !parts.isEmpty {
            let folder = "/" + parts.joined(separator: "/")
            if access("\(folder)/Package.swift", F_OK) == 0 {
                return access("\(folder)/Sources/AgentCommands", F_OK) == 0 ? folder : nil
            }
            parts = parts.dropLast()
        }
        return nil
    }
}
