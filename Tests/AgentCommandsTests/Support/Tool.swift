import AgentTesting
import FoundationEssentials
import Glibc
import Subprocess
import SystemPackage

/// The built `aac-runtime`, run as users run it.
struct Tool {
    /// How a run ended.
    struct Result: Sendable {
        /// The exit status; 128 and the signal's number where a signal ended it.
        var status: Int32
        var output: String
        var errors: String
    }

    /// The executable: `AAC_TEST_BINARY`, such as the released one, else the one that is built beside the tests.
    static var path: FilePath {
        ProcessInfo.processInfo.environment["AAC_TEST_BINARY"].map { FilePath($0) }
            ?? products.appending("aac-runtime")
    }

    /// The folder of what is built with the tests: SCRATCH/PLATFORM/CONFIGURATION.
    static var products: FilePath {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        let bytes = buffer.prefix(max(0, count)).map { UInt8(bitPattern: $0) }
        return FilePath(String(decoding: bytes, as: UTF8.self)).removingLastComponent()
    }

    /// Runs a command line to its end.
    ///
    /// - Parameters:
    ///   - input: what standard input holds; empty unless given.
    ///   - environment: in place of the variables that say which engine and project.
    static func run(
        _ arguments: [String], input: String = "", environment: [String: String] = [:], folder current: FilePath? = nil
    ) async throws -> Result {
        let words = arguments + environment.values
        for engine in TestEngine.allCases where words.contains(engine.host) { try engine.skipIfNotThere() }
        // From a file, because a command that ends before its input does breaks a pipe, which Subprocess does not survive.
        let folder = try TemporaryFolder(named: "input")
        try folder.write(input, to: "input")
        let result = try await Subprocess.run(
            .path(path), arguments: Arguments(arguments), environment: variables(environment),
            workingDirectory: current,
            input: .fileDescriptor(
                try FileDescriptor.open(folder.path.appending("input"), .readOnly), closeAfterSpawningProcess: true),
            output: .string(limit: 64 << 20), error: .string(limit: 1 << 20))
        return Result(
            status: status(result.terminationStatus), output: result.standardOutput,
            errors: withoutOthersLeases(result.standardError, arguments + [current?.lastComponent?.string ?? ""]))
    }

    /// Every command removes what is past its time, and says so, also where that belongs to a test that runs beside this one.
    ///
    /// - Parameter own: words of which one is the test's own project, where it has one.
    private static func withoutOthersLeases(_ errors: String, _ own: [String]) -> String {
        let projects = own.filter { $0.hasPrefix("aac-test-") }
        return errors.split(separator: "\n", omittingEmptySubsequences: false).filter { line in
            guard line.hasPrefix("removed aac-test-"), line.hasSuffix(")") else { return true }
            return projects.contains { line.dropFirst("removed ".count).hasPrefix($0) }
        }.joined(separator: "\n")
    }

    /// Runs a command line while `body` reads its output and sends it signals.
    static func session(
        _ arguments: [String], environment: [String: String] = [:],
        body: (Execution<NoInput, SequenceOutput, StringOutput<UTF8>>) async throws -> Void
    ) async throws -> Result {
        let result = try await Subprocess.run(
            .path(path), arguments: Arguments(arguments), environment: variables(environment), input: .none,
            output: .sequence, error: .string(limit: 1 << 20), body: body)
        return Result(
            status: status(result.terminationStatus), output: "",
            errors: withoutOthersLeases(result.standardError, arguments))
    }

    static func status(_ termination: TerminationStatus) -> Int32 {
        switch termination {
        case .exited(let code): code
        case .signaled(let signal): 128 + signal
        }
    }

    static func variables(_ environment: [String: String]) -> Environment {
        var changes: [Environment.Key: String?] = [
            "AAC_ENGINE": nil, "AAC_PROJECT": nil, "DOCKER_HOST": nil, "NO_COLOR": nil,
        ]
        for (name, value) in environment {
            if let key = Environment.Key(rawValue: name) { changes[key] = .some(value) }
        }
        return .inherit.updating(changes)
    }
}
