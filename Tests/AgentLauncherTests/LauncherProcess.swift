import AgentLauncher
import AgentTesting
import Foundation
import Subprocess
import SystemPackage
import Testing

/// The launcher as an ordinary process of this host, with a folder for its files.
final class LauncherProcess: Sendable {
    struct Result: Sendable {
        var status: Int32
        var output: String
        var errors: String
    }

    let folder: URL
    private let program: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: TestEngine.uniqueName("launcher"))
        program = folder.appending(path: "launcher")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var system = utsname()
        uname(&system)
        let machine = withUnsafeBytes(of: &system.machine) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        let launcher = try #require(AgentLauncher(processor: machine))
        let content = folder.appending(path: "content")
        try Data(launcher.program).write(to: content)
        // Another process makes the program: a child that some other test forks just now would inherit what is written to, and while
        // it has that open the kernel executes nothing of it.
        let install = Process()
        install.executableURL = URL(filePath: "/usr/bin/install")
        install.arguments = ["-m", "755", content.path, program.path]
        try install.run()
        install.waitUntilExit()
        try #require(install.terminationStatus == 0)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// Writes a file in the folder and returns its path.
    func write(_ text: String, to name: String) throws -> String {
        let file = folder.appending(path: name)
        try Data(text.utf8).write(to: file)
        return file.path
    }

    /// Runs it to its end.
    ///
    /// - Parameter started: called with its number once it runs.
    func run(
        _ command: [String], guarded watch: AgentLauncher.Guard,
        started: @Sendable (Int32) async throws -> Void = { _ in }
    ) async throws -> Result {
        try await run(arguments: AgentLauncher.arguments(running: command, guarded: watch), started: started)
    }

    /// Runs it with any arguments to its end.
    func run(
        arguments: [String], started: @Sendable (Int32) async throws -> Void = { _ in }
    ) async throws -> Result {
        let (output, errors) = (folder.appending(path: "output").path, folder.appending(path: "errors").path)
        let result = try await Subprocess.run(
            .path(FilePath(program.path)), arguments: .init(arguments),
            input: .none, output: .fileDescriptor(try Self.created(output), closeAfterSpawningProcess: true),
            error: .fileDescriptor(try Self.created(errors), closeAfterSpawningProcess: true)
        ) { execution in
            try await started(execution.processIdentifier.value)
        }
        let status =
            switch result.terminationStatus {
            case .exited(let code): code
            case .signaled(let signal): 128 + signal
            }
        return Result(
            status: status, output: try String(contentsOfFile: output, encoding: .utf8),
            errors: try String(contentsOfFile: errors, encoding: .utf8))
    }

    private static func created(_ path: String) throws -> FileDescriptor {
        try FileDescriptor.open(path, .writeOnly, options: [.create, .truncate], permissions: .ownerReadWrite)
    }
}
