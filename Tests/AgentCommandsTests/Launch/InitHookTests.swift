import Diagnostics
import FoundationEssentials
import Subprocess
import SystemPackage
import Testing

/// The package that `init hook` writes, as a user gets it.
@Suite(.timeLimit(.minutes(15))) struct InitHookTests {
    @Test func refusesWhatItCannotWrite() async throws {
        let folder = try TemporaryFolder(named: "init")
        for name in ["Night", "9", "a_b", "a--b", "../x"] {
            #expect(try await Tool.run(["init", "hook", name], folder: folder.path).status == ExitCode.usage.rawValue)
        }
        #expect(try await Tool.run(["init", "hook", "night"], folder: folder.path).status == 0)
        let again = try await Tool.run(["init", "hook", "night"], folder: folder.path)
        #expect(again.status == ExitCode.usage.rawValue && again.errors.contains("'night' is there already"))
    }

    /// Builds in the folder of the tests' own build, where all but the package itself is built already. The command that runs the
    /// tests has that folder locked, and does not write there any more.
    @Test func buildsDeniesAndPassesItsTestsAsWritten() async throws {
        let folder = try TemporaryFolder(named: "init")
        let written = try await Tool.run(["init", "hook", "night-shift"], folder: folder.path)
        #expect(written.status == 0, "\(written.errors)")
        let package = folder.path.appending("night-shift")

        let tests = try await swift("test", in: package)
        #expect(tests.status == 0, "\(tests.output)\(tests.errors)")
        #expect(tests.output.contains("3 tests"), "\(tests.output)")

        let denied = try await swift("run", "night-shift", "plan", in: package)
        #expect(denied.status == ExitCode.denied.rawValue, "\(denied.errors)")
        #expect(denied.errors.contains("greeter may use more than 268435456 bytes of memory"), "\(denied.errors)")

        let allowed = try await swift("run", "night-shift", "plan", "--memory", "256Mi", in: package)
        #expect(allowed.status == 0, "\(allowed.errors)")
        #expect(allowed.output.contains("by 'night-shift': labels.night-shift: none -> \"checked\""))
    }

    private func swift(_ command: String, _ arguments: String..., in package: FilePath) async throws -> Tool.Result {
        let scratch = Tool.products.removingLastComponent().removingLastComponent()
        let options = ProcessInfo.processInfo.environment["AAC_TEST_BUILD_OPTIONS"]?.split(separator: " ")
        // The options say that themselves; said twice, everything would be compiled anew.
        let testing = options != nil && command == "test" ? ["--disable-testable-imports"] : []
        let result = try await Subprocess.run(
            .name("swift"),
            arguments: Arguments(
                [command, "--package-path", package.string, "--scratch-path", scratch.string, "--ignore-lock"]
                    + testing + (options ?? []).map(String.init) + arguments),
            environment: Tool.variables([:]), workingDirectory: package, input: .none,
            output: .string(limit: 8 << 20), error: .string(limit: 8 << 20))
        return Tool.Result(
            status: Tool.status(result.terminationStatus), output: result.standardOutput, errors: result.standardError)
    }
}
