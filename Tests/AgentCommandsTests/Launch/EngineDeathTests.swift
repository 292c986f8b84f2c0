import AgentTesting
import EngineAPI
import Subprocess
import Testing

/// The engine is killed and comes back while agents run in the foreground.
@Suite(.serialized, .timeLimit(.minutes(10))) struct EngineDeathTests {
    private static let manifest = LaunchFolder.manifest(
        script: "i=0; while :; do i=$$((i+1)); echo line $$i; sleep 0.1; done",
        "network: {mode: none}\nhealthCheck: {type: log, expect: line}")

    @Test(arguments: TestEngine.allCases)
    func theForegroundLivesThroughIt(engine: TestEngine) async throws {
        try await DisposableEngine.with(engine) { disposable in
            try await LaunchFolder.with(disposable, Self.manifest) { launch in
                var step = 0
                var linesBefore = 0
                let result = try await launch.watch("up") { shown in
                    if step == 0, shown.contains("line 10\n"), shown.contains("ready after") {
                        step = 1
                        await disposable.kill()
                        try await disposable.start()
                    } else if step == 1, shown.contains("the engine answers again") {
                        // Docker stops what it finds running, and it is started again; under Podman containers go on.
                        guard engine == .podman || shown.contains("hello: ready again") else { return nil }
                        step = 2
                        linesBefore = Self.numbers(in: shown).count
                    } else if step == 2, Self.numbers(in: shown).count >= linesBefore + 10 {
                        step = 3
                        return .interrupt
                    }
                    return nil
                }
                #expect(result.status == 130, "\(result.errors)")
                let numbers = Self.numbers(in: result.errors)
                let restarts = zip(numbers, numbers.dropFirst()).filter { $1 != $0 + 1 }
                if engine == .docker {
                    #expect(result.errors.contains("hello: stopped when the engine went away (exit code"))
                    #expect(restarts.map(\.1) == [1], "\(result.errors)")
                } else {
                    #expect(restarts.isEmpty, "\(result.errors)")
                }
                #expect(result.errors.split(separator: "\n").count { $0.contains("does not answer") } == 1)
                #expect(try await launch.leftovers() == [])
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func ctrlCWhileItIsAwayCleansUpWhenItIsBack(engine: TestEngine) async throws {
        try await DisposableEngine.with(engine) { disposable in
            try await LaunchFolder.with(disposable, Self.manifest) { launch in
                var step = 0
                var restart: Task<Void, any Error>?
                let result = try await launch.watch("up") { shown in
                    if step == 0, shown.contains("line 5\n"), shown.contains("ready after") {
                        step = 1
                        await disposable.kill()
                    } else if step == 1, shown.contains("the engine does not answer; reconnecting") {
                        step = 2
                        restart = Task {
                            try await Task.sleep(for: .milliseconds(300))
                            try await disposable.start()
                        }
                        return .interrupt
                    }
                    return nil
                }
                try await restart?.value
                #expect(result.status == 130, "\(result.errors)")
                #expect(try await launch.leftovers() == [])
            }
        }
    }

    private static func numbers(in shown: String) -> [Int] {
        shown.split(separator: "\n").compactMap { $0.hasPrefix("line ") ? Int($0.dropFirst(5)) : nil }
    }
}
