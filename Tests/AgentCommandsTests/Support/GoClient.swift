import AgentTesting
import FoundationEssentials
import Subprocess
import SystemPackage

/// The Go program of Tests/GoClient, compiled once for all tests with Go's standard library alone.
enum GoClient {
    private struct Failure: Error {
        var text: String
    }

    private static let built = Task { try await build() }

    /// Runs it to its end.
    static func run(_ arguments: String...) async throws -> Tool.Result {
        let program = try await built.value
        let result = try await Subprocess.run(
            .path(program), arguments: Arguments(arguments), environment: Tool.variables([:]), input: .none,
            output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
        return Tool.Result(
            status: Tool.status(result.terminationStatus), output: result.standardOutput, errors: result.standardError)
    }

    /// - Returns: the executable, which lies where the tests do.
    private static func build() async throws -> FilePath {
        let program = Tool.products.appending("goclient")
        let source = FilePath(#filePath).removingLastComponent().appending("../../GoClient").lexicallyNormalized()
        var variables = ["GO111MODULE": "off", "GOFLAGS": "", "CGO_ENABLED": "0"]
        let environment = ProcessInfo.processInfo.environment
        if environment["GOCACHE"] == nil, environment["XDG_CACHE_HOME"] == nil, environment["HOME"] == nil {
            variables["GOCACHE"] = Tool.products.appending("goclient.cache").string
        }
        let result = try await Subprocess.run(
            .name("go"), arguments: ["build", "-o", program.string, "."],
            environment: Tool.variables(variables), workingDirectory: source, input: .none,
            output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
        guard result.terminationStatus.isSuccess else { throw Failure(text: result.standardError) }
        return program
    }
}
