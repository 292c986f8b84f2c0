public import AgentValues
import FoundationEssentials

/// Fetches the values of secrets, when a run needs them and not before.
public struct SecretResolver: Sendable {
    /// The longest value, in bytes.
    static let longestValue = 1 << 20
    /// How long a program may take to print a value.
    static let programLimit = Duration.seconds(30)

    /// What `from: env` looks into, by agent; an agent that is not in it has the environment of this process.
    public var variables: [String: [String: String]]

    /// A resolver that knows the environment of this process, and for some agents other variables.
    public init(variables: [String: [String: String]] = [:]) { self.variables = variables }

    /// Fetches one value.
    ///
    /// - Throws: ``SecretError``; what a program printed is never in it.
    public func value(of secret: SecretReference, agent: String) async throws -> SecretValue {
        let bytes: [UInt8]
        switch secret.source {
        case .environment(let key):
            guard let text = (variables[agent] ?? ProcessInfo.processInfo.environment)[key] else {
                throw SecretError(
                    secret.name, "is not there: the host's environment has no variable '\(key)'",
                    hint: "set it, give it in --env-file or .env, or name another source in spec.secrets")
            }
            bytes = Array(text.utf8)
        case .file(let path):
            bytes = try Self.read(path, of: secret)
        case .exec(let command, let directory):
            bytes = try await Self.output(of: command, in: directory, for: secret)
        }
        guard !bytes.isEmpty else { throw SecretError(secret.name, "is empty", hint: "check where it comes from") }
        guard let key = secret.key else { return SecretValue(bytes) }
        guard let object = try? JSONDecoder().decode(JSONValue.self, from: Data(bytes)),
            let member = object[key]?.stringValue
        else {
            throw SecretError(
                secret.name, "has no member '\(key)'", hint: "its value must be a JSON object with that key and a text")
        }
        return SecretValue(member)
    }

    private static func read(_ path: String, of secret: SecretReference) throws -> [UInt8] {
        let content: Data
        do { content = try Data(contentsOf: URL(filePath: path)) } catch let error as CocoaError {
            let reason = error.code == .fileReadNoSuchFile ? "there is no such file" : "it cannot be read"
            throw SecretError(
                secret.name, "is not there: '\(path)': \(reason)", hint: "check the path and its permissions")
        }
        guard content.count <= longestValue else { throw SecretError(secret.name, "is longer than 1 MiB") }
        return trimmed(Array(content))
    }

    private static func output(
        of command: [String], in directory: String, for secret: SecretReference
    ) async throws -> [UInt8] {
        let program = HostProgram(
            command: command, directory: directory, environment: ProcessInfo.processInfo.environment,
            timeLimit: programLimit)
        let result: HostProgram.Result
        do { result = try await program.run(input: []) } catch let error as ProgramError {
            // The details are left out, since they may hold what the program printed.
            throw SecretError(
                secret.name, "is not there: \(error.summary)", hint: "try it by hand: \(command.joined(separator: " "))"
            )
        }
        guard result.ending == .exited(0) else {
            let ending =
                switch result.ending {
                case .exited(let code): "exit code \(code)"
                case .signalled(let number): "signal \(number)"
                }
            throw SecretError(
                secret.name, "is not there: '\(program.name)' ended with \(ending)",
                hint: "try it by hand; what it says is not shown here, because it could hold a secret")
        }
        guard result.output.count <= longestValue else { throw SecretError(secret.name, "is longer than 1 MiB") }
        return trimmed(result.output)
    }

    /// Without the line end that editors and programs add.
    private static func trimmed(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.last == UInt8(ascii: "\n") else { return bytes }
        return bytes.dropLast(bytes.dropLast().last == UInt8(ascii: "\r") ? 2 : 1)
    }
}
