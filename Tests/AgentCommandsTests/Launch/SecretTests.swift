import AgentTesting
import EngineAPI
import Foundation
import Subprocess
import SystemPackage
import Testing

/// Secrets from their sources to the agent, and nowhere else.
@Suite(.timeLimit(.minutes(10))) struct SecretTests {
    /// Values that nothing else has.
    private struct Values {
        let fromEnvironment = "env-\(UUID().uuidString)"
        let fromFile = "file-\(UUID().uuidString)"
        let fromProgram = "exec-\(UUID().uuidString)"

        var all: [String] { [fromEnvironment, fromFile, fromProgram] }
        var environment: [String: String] { ["TEST_API_KEY": fromEnvironment, "TEST_OTHER": fromProgram] }

        func isSilent(_ text: String) -> Bool { all.allSatisfy { !text.contains($0) } }
    }

    private static let secrets = """
        environment: [{name: TEST_API_KEY, from: secret}]
        secrets:
          - {name: token, from: file, path: ./token}
          - {name: login, from: exec, command: [sh, -c, "printf %s $$TEST_OTHER"]}
        """

    private func with(
        _ engine: TestEngine, script: String, _ more: String = "", _ body: (LaunchFolder, Values) async throws -> Void
    ) async throws {
        let values = Values()
        try await LaunchFolder.with(engine, LaunchFolder.manifest(script: script, Self.secrets + "\n" + more)) {
            launch in
            try launch.write(values.fromFile + "\n", to: "token")
            try await body(launch, values)
            _ = try await launch.run("down", "--volumes", "--timeout", "0s")
            try await expectNothingLeft(of: values, project: launch.project)
        }
    }

    /// Looks for the values in every file where ours may be; the manifest's own folder is the test's.
    private func expectNothingLeft(of values: Values, project: String) async throws {
        let patterns = values.all.flatMap { ["-e", $0] }
        let folders = ["/run/aac-runtime", "/dev/shm", "/var/lib/aac-runtime"].filter {
            FileManager.default.fileExists(atPath: $0)
        }
        let found = try await Subprocess.run(
            .name("grep"), arguments: Arguments(["-rlsaF", "--devices=skip"] + patterns + folders), input: .none,
            output: .string(limit: 1 << 16), error: .discarded)
        #expect((found.standardOutput).isEmpty, "\(String(describing: found.standardOutput))")
        for folder in [
            "/run/aac-runtime/secrets", "/dev/shm/aac-runtime-\(getuid())/secrets", "/run/aac-runtime/projects",
        ] {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            #expect(!names.contains { $0.hasPrefix("\(project).") })
        }
    }

    private static let idle = "echo ready; trap 'exit 0' TERM; sleep 60 & wait"

    @Test(arguments: TestEngine.allCases) func theAgentHasThemAndNobodyElse(_ engine: TestEngine) async throws {
        let script = """
            test -n \\"$$TEST_API_KEY\\" && test $$TEST_API_KEY = $$(cat /run/secrets/TEST_API_KEY) && \
            test $$(cat $$TEST_API_KEY_FILE) = $$TEST_API_KEY && echo same; \
            stat -c %a:%u /run/secrets/token; wc -c < /run/secrets/token; wc -c < /run/secrets/login; \(Self.idle)
            """
        try await with(engine, script: script, "healthCheck: {type: log, expect: ready}") { launch, values in
            let up = try await launch.run("up", "-d", environment: values.environment)
            #expect(up.status == 0 && values.isSilent(up.output + up.errors), "\(up.errors)")
            let logs = try await launch.run("logs", "hello")
            let expected = "same\n400:0\n\(values.fromFile.utf8.count)\n\(values.fromProgram.utf8.count)\n"
            #expect(logs.output.hasPrefix(expected), "\(logs.output)\(logs.errors)")
            for arguments in [
                ["inspect", "hello"], ["inspect", "hello", "--output", "json"], ["ps"], ["logs", "hello"],
            ] {
                let shown = try await Tool.run(arguments + launch.engineOptions, folder: launch.path)
                #expect(shown.status == 0 && values.isSilent(shown.output + shown.errors), "\(arguments)")
            }
            let plan = try await Tool.run(["plan"], environment: values.environment, folder: launch.path)
            #expect(plan.status == 0 && values.isSilent(plan.output + plan.errors), "\(plan.errors)")
            let document = try await launch.client.containers.inspectionDocument("\(launch.project)-hello-1")
            #expect(values.isSilent(String(decoding: document, as: UTF8.self)))
            #expect(try await exports(launch, values) == 0)
            // Again, with new values, while the old container runs.
            let other = Values()
            try launch.write(other.fromFile, to: "token")
            try launch.write(launch.read("agent.yaml").replacing("ready; trap", with: "ready; : ; trap"))
            let again = try await launch.run("up", "-d", environment: other.environment)
            #expect(again.status == 0 && other.isSilent(again.output + again.errors), "\(again.errors)")
        }
    }

    /// How many lines of the container's exported file system hold a value: `GET /containers/{id}/export`.
    private func exports(_ launch: LaunchFolder, _ values: Values) async throws -> Int? {
        let path = launch.host.replacing("unix://", with: "")
        let url = "http://engine/v1.40/containers/\(launch.project)-hello-1/export"
        let patterns = values.all.map { "-e \($0)" }.joined(separator: " ")
        let result = try await Subprocess.run(
            .name("sh"),
            arguments: [
                "-c",
                "curl -sf --unix-socket '\(path)' \(url) >export.tar && grep -acF \(patterns) export.tar; test -s export.tar",
            ],
            workingDirectory: launch.path, input: .none, output: .string(limit: 100), error: .discarded)
        try #require(result.terminationStatus == .exited(0))
        return Int(result.standardOutput.split(separator: "\n").first ?? "")
    }

    /// The engine makes frames of writes, so a value can be in two of them.
    @Test(arguments: TestEngine.allCases) func outputIsRedacted(_ engine: TestEngine) async throws {
        let script = """
            t=$$(cat /run/secrets/token); echo whole $$t; printf 'half %s' $${t%????????}; sleep 0.3; \
            echo $${t#$${t%????????}} end; echo error $$t >&2; echo ready; trap 'exit 0' TERM; sleep 60 & wait
            """
        try await with(engine, script: script, "healthCheck: {type: log, expect: ready}") { launch, values in
            var isDone = false
            let up = try await launch.watch("up", environment: values.environment) { shown in
                guard !isDone, shown.contains("ready after"), shown.contains("half *** end") else { return nil }
                isDone = true
                return .interrupt
            }
            #expect(values.isSilent(up.errors) && up.errors.contains("whole ***\n"), "\(up.errors)")
            #expect(up.errors.contains("error ***"), "\(up.errors)")
            #expect(try await launch.run("up", "-d", environment: values.environment).status == 0)
            for arguments in [["logs"], ["logs", "--output", "json"], ["logs", "--timestamps"]] {
                let logs = try await Tool.run(arguments + launch.engineOptions + ["hello"], folder: launch.path)
                #expect(logs.status == 0 && values.isSilent(logs.output + logs.errors), "\(logs.output)")
                #expect(logs.output.contains("half *** end"), "\(logs.output)\(logs.errors)")
            }
        }
    }

    @Test(arguments: TestEngine.allCases) func theyGoAfterSIGKILLToo(_ engine: TestEngine) async throws {
        try await with(engine, script: Self.idle, "healthCheck: {type: log, expect: ready}") { launch, values in
            var isDone = false
            let up = try await launch.watch("up", environment: values.environment) { shown in
                guard !isDone, shown.contains("ready after") else { return nil }
                isDone = true
                return .kill
            }
            #expect(up.status == 137 && values.isSilent(up.errors))
            let down = try await launch.run("down", "--timeout", "0s")
            #expect(down.status == 0 && values.isSilent(down.output + down.errors), "\(down.errors)")
            #expect(try await launch.leftovers() == [])
        }
    }

    /// Each way to fail comes after the values were fetched.
    @Test(
        arguments: TestEngine.allCases,
        [
            "healthCheck: {type: log, expect: never-said}",
            "hooks: {postRun: [{name: broken, exec: [sh, -c, 'cat >&2; exit 3']}]}",
            "workingDir: /etc/passwd", "command: [/no/such/program]",
        ])
    func aFailedRunLeavesAndTellsNothing(_ engine: TestEngine, _ failure: String) async throws {
        let script = "cat /run/secrets/*; echo; env; exit 7"
        try await with(engine, script: script, failure.hasPrefix("command") ? "" : failure) { launch, values in
            if failure.hasPrefix("command") {
                let text = try launch.read("agent.yaml")
                try launch.write(
                    text.split(separator: "\n").map { $0.hasPrefix("  command:") ? "  \(failure)" : String($0) }
                        .joined(separator: "\n") + "\n")
            }
            let up = try await launch.run("up", "-d", environment: values.environment)
            #expect(up.status != 0 && values.isSilent(up.output + up.errors), "\(up.errors)")
            #expect(try await launch.leftovers() == [])
            try await expectNothingLeft(of: values, project: launch.project)
        }
    }
}
