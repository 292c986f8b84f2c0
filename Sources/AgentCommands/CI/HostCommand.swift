import AgentValues
import Diagnostics
import Subprocess
import SystemPackage

/// A program of this host, in a process group of its own, which ends with it.
struct HostCommand: Sendable {
    /// The program and its arguments.
    let words: [String]
    /// Variables beside ours.
    let variables: [String: String]

    /// Runs it to its end. When the task is cancelled, the program and its children get SIGTERM, and SIGKILL five seconds later.
    ///
    /// - Returns: its exit status; 128 and the signal's number where a signal ended it.
    /// - Throws: ``CommandError`` when it cannot be started, or `CancellationError`.
    func run(output: @escaping @Sendable ([UInt8], LogFrame.Stream) async throws -> Void) async throws -> Int32 {
        guard let program = words.first else { return 0 }
        var options = PlatformOptions()
        options.createSession = true
        options.teardownSequence = [
            .gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: .seconds(5)),
            .send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .seconds(1)),
        ]
        var changes: [Environment.Key: String?] = [:]
        for (name, value) in variables {
            if let key = Environment.Key(rawValue: name) { changes[key] = .some(value) }
        }
        let configuration = Configuration(
            executable: program.contains("/") ? .path(FilePath(program)) : .name(program),
            arguments: Arguments(Array(words.dropFirst())), environment: .inherit.updating(changes),
            platformOptions: options)
        do {
            let result = try await Subprocess.run(
                configuration, input: .none, output: .sequence, error: .sequence
            ) { execution in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask {
                        for try await piece in execution.standardOutput {
                            try await output(piece.withUnsafeBytes { Array($0) }, .stdout)
                        }
                    }
                    group.addTask {
                        for try await piece in execution.standardError {
                            try await output(piece.withUnsafeBytes { Array($0) }, .stderr)
                        }
                    }
                    try await group.waitForAll()
                }
            }
            try Task.checkCancellation()
            switch result.terminationStatus {
            case .exited(let code): return code
            case .signaled(let signal): return 128 + signal
            }
        } catch let error as SubprocessError {
            try Task.checkCancellation()
            guard error.code != .executableNotFound else {
                throw CommandError(
                    .commandNotFound, "there is no program '\(program)' on this host",
                    hint: "the command after -- runs on this host; spec.test runs in the agent")
            }
            throw CommandError(.notExecutable, "'\(program)' cannot be run: \(error)")
        }
    }
}
