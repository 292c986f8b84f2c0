import AgentValues
import Glibc
import Subprocess
import SystemPackage

/// A program `docker-credential-NAME` that keeps credentials: the registry on its standard input, JSON on its output.
struct CredentialHelper: Sendable {
    var name: String
    var environment: [String: String]
    var limit: Duration

    private static let longestAnswer = 1 << 16
    /// What helpers print for a registry they do not know; part of their protocol.
    private static let notFound = "credentials not found in native keychain"

    /// Asks for a registry's credentials; nil when the helper has none.
    func credentials(for server: String) async throws -> RegistryCredentials? {
        let action = "get the credentials for \(server) from docker-credential-\(name)"
        guard name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }),
            let path = Executables.path(of: "docker-credential-\(name)", environment: environment)
        else {
            throw EngineError(
                .credentials, action, message: "it is not installed",
                hint: "install it, or take it out of config.json ('credsStore', 'credHelpers') and log in again")
        }
        let result = try await run(path, server: server, action: action)
        guard result.isSuccess else {
            // Helpers say what went wrong on standard output.
            let words = result.output.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
            if words == Self.notFound { return nil }
            throw EngineError(.credentials, action, message: words.isEmpty ? "it failed without a word" : words)
        }
        do {
            let answer = try EngineJSON.decode(Answer.self, from: Array(result.output.utf8))
            let isToken = answer.username == "<token>"
            return RegistryCredentials(
                username: isToken ? "" : answer.username, password: isToken ? "" : answer.secret,
                identityToken: isToken ? answer.secret : "", serverAddress: server)
        } catch let error as DecodingError {
            throw EngineError(.credentials, action, message: error.place(in: "its JSON"))
        }
    }

    private func run(_ path: String, server: String, action: String) async throws -> (isSuccess: Bool, output: String) {
        var options = PlatformOptions()
        // In a session of its own, so that it cannot ask at the terminal for something that nobody expects.
        options.createSession = true
        let configuration = Configuration(
            executable: .path(FilePath(path)), arguments: ["get"],
            environment: .custom(
                Dictionary(
                    environment.compactMap { name, value in Environment.Key(rawValue: name).map { ($0, value) } },
                    uniquingKeysWith: { $1 })), platformOptions: options)
        do {
            return try await withTimeLimit(limit) {
                let result = try await Subprocess.run(
                    configuration,
                    input: .fileDescriptor(try Self.input(holding: server), closeAfterSpawningProcess: true),
                    output: .string(limit: Self.longestAnswer), error: .discarded)
                return (result.terminationStatus.isSuccess, result.standardOutput)
            }
        } catch is TimeLimitExceeded {
            throw EngineError(.timedOut, action, message: "it did not answer within \(limit)")
        } catch let error where error is SubprocessError || error is Errno {
            throw EngineError(.credentials, action, message: "it cannot be run", underlying: [error])
        }
    }

    /// A descriptor from which the helper reads the text.
    ///
    /// The text is written before the helper starts, because writing to one that has ended would end this process by SIGPIPE. It
    /// fits into a socket's buffer, which is far longer than a registry's name. It is a socket and not a pipe because shutdown(2)
    /// ends the input even where a program that another task starts at this moment has inherited the writing end.
    private static func input(holding text: String) throws -> FileDescriptor {
        var ends: [CInt] = [-1, -1]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
            throw Errno(rawValue: errno)
        }
        let (reading, writing) = (FileDescriptor(rawValue: ends[0]), FileDescriptor(rawValue: ends[1]))
        return try writing.closeAfter {
            do { try writing.writeAll(text.utf8) } catch {
                try? reading.close()
                throw error
            }
            Glibc.shutdown(writing.rawValue, Int32(SHUT_WR))
            return reading
        }
    }

    private struct Answer: Decodable {
        var username: String
        var secret: String
        enum CodingKeys: String, CodingKey {
            case username = "Username"
            case secret = "Secret"
        }
    }
}
