import FoundationEssentials
import Subprocess
import SystemPackage
import Testing

/// The systemd units of `hack/systemd`, as systemd reads them.
@Suite(.timeLimit(.minutes(10))) struct ReapTimerTests {
    private static let analyzer = "/usr/bin/systemd-analyze"

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: analyzer)))
    func systemdHasNothingToSayAboutTheUnits() async throws {
        let sources = FilePath(#filePath).removingLastComponent().appending("../../../hack/systemd")
            .lexicallyNormalized()
        let folder = try TemporaryFolder(named: "units")
        for name in ["aac-runtime-reap.service", "aac-runtime-reap.timer"] {
            let text = try String(contentsOfFile: sources.appending(name).string, encoding: .utf8)
            // systemd wants the program to be there.
            try folder.write(text.replacing("/usr/local/bin/aac-runtime", with: Tool.path.string), to: name)
        }
        let units = ["service", "timer"].map { folder.path.appending("aac-runtime-reap.\($0)").string }
        let verified = try await analyze(["verify", "--man=no"] + units)
        #expect(verified.status == 0 && verified.errors == "", "\(verified.errors)")
        // An exposure of 1.5 of 10; what is on by default has 9.6.
        let exposure = try await analyze(["security", "--offline=true", "--threshold=15", units[0]])
        #expect(exposure.status == 0, "\(exposure.output)")
    }

    private func analyze(_ arguments: [String]) async throws -> Tool.Result {
        let result = try await Subprocess.run(
            .path(FilePath(Self.analyzer)), arguments: Arguments(arguments), input: .none,
            output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
        return Tool.Result(
            status: Tool.status(result.terminationStatus), output: result.standardOutput, errors: result.standardError)
    }
}
