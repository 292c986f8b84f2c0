import AgentRuntime
import AgentValues
import Diagnostics
import EngineAPI
import Glibc
import Subprocess
import SystemPackage

/// GNU tar of this host. It ends with the task that waits for it.
struct HostTar: Sendable {
    /// What is packed.
    struct Content: Sendable {
        /// The folder that the members are in.
        var folder: String
        /// The members, as paths in the folder that begin with `./`, or `.` for the folder itself.
        var members: [FilePath]
        /// What the one member is called in the archive; nil for its own name.
        var name: String?
    }

    /// Unpacks an archive that nobody vouches for into an empty folder: as the user who runs us, and never out of the folder.
    ///
    /// - Parameter feed: writes the archive.
    static func unpack(
        into folder: String,
        feed: @escaping @Sendable (@escaping @Sendable ([UInt8]) async throws -> Void) async throws -> Void
    ) async throws {
        // Without --absolute-names, GNU tar takes no member and no link out of the folder.
        let tar = HostTar(arguments: [
            "--extract", "--file=-", "--directory=\(folder)", "--no-same-owner", "--no-same-permissions",
            "--delay-directory-restore",
        ])
        try await tar.run(doing: "unpack what the agent sent") { input, _ in
            try await feed { _ = try await input.write($0) }
            try await input.finish()
        }
    }

    /// Packs files of this host.
    ///
    /// - Parameters:
    ///   - owner: the numbers of the user and the group that all entries belong to.
    ///   - consume: reads the archive to its end.
    static func pack(
        _ content: Content, owner: ContainerOwner,
        consume: @escaping @Sendable (any AsyncSequence<[UInt8], any Error> & Sendable) async throws -> Void
    ) async throws {
        var arguments = [
            "--create", "--file=-", "--directory=\(content.folder)", "--numeric-owner", "--owner=\(owner.user)",
            "--group=\(owner.group)",
        ]
        if let name = content.name {
            var replacement = ""
            for character in name {
                if "\\&,".contains(character) { replacement.append("\\") }
                replacement.append(character)
            }
            let pattern = content.members == ["."] ? "^\\." : "^.*$"
            arguments.append("--transform=flags=rhS;s,\(pattern),\(replacement),")
        }
        // Names come on standard input: there may be more than an argument list holds.
        arguments += ["--null", "--verbatim-files-from", "--files-from=-"]
        try await HostTar(arguments: arguments).run(doing: "pack the files") { input, output in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    for member in content.members {
                        let bytes = member.withPlatformString { name in
                            Array(UnsafeRawBufferPointer(start: name, count: strlen(name) + 1))
                        }
                        _ = try await input.write(bytes)
                    }
                    try await input.finish()
                }
                group.addTask { try await consume(Output(base: output)) }
                try await group.waitForAll()
            }
        }
    }

    private let arguments: [String]

    /// What tar prints, in pieces.
    private struct Output: AsyncSequence, Sendable {
        let base: SubprocessOutputSequence

        struct Iterator: AsyncIteratorProtocol {
            var base: SubprocessOutputSequence.AsyncIterator
            mutating func next() async throws -> [UInt8]? { try await base.next()?.withUnsafeBytes { Array($0) } }
        }

        func makeAsyncIterator() -> Iterator { Iterator(base: base.makeAsyncIterator()) }
    }

    private func run(
        doing action: String,
        _ body: @escaping @Sendable (StandardInputWriter, SubprocessOutputSequence) async throws -> Void
    ) async throws {
        var options = PlatformOptions()
        // A signal from the terminal is for us.
        options.createSession = true
        options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: .seconds(2))]
        let configuration = Configuration(
            executable: .name("tar"), arguments: Arguments(arguments),
            environment: .inherit.updating(["TAR_OPTIONS": nil, "LC_ALL": "C"]), platformOptions: options)
        let said = Transcript()
        let status: TerminationStatus
        do {
            status = try await Subprocess.run(
                configuration, input: .inputWriter, output: .sequence, error: .sequence
            ) { execution in
                let (input, output, errors) = (
                    execution.standardInputWriter, execution.standardOutput, execution.standardError
                )
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask {
                        for try await piece in errors { await said.add(piece.withUnsafeBytes { Array($0) }, .stderr) }
                    }
                    group.addTask {
                        do {
                            try await body(input, output)
                        } catch let error as SubprocessError where error.code == .failedToWriteToSubprocess {
                            // It has ended early, and says why.
                        }
                    }
                    try await group.waitForAll()
                }
            }.terminationStatus
        } catch let error as SubprocessError {
            try Task.checkCancellation()
            guard error.code == .executableNotFound else {
                throw AgentError(.inputOutput, "cannot run tar on this host", underlying: [error])
            }
            throw AgentError(
                .toolMissing, "there is no program 'tar' on this host", hint: "install GNU tar, or copy to or from -")
        }
        try Task.checkCancellation()
        guard status.isSuccess else {
            throw AgentError(
                .inputOutput, "tar could not \(action)",
                details: await said.errors.split(separator: "\n").prefix(10).map { TerminalText.line(String($0)) })
        }
    }
}
