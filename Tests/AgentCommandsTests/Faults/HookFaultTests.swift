import AgentTesting
import SystemPackage
import Testing

/// Programs that go wrong as hooks cannot leave anything behind.
@Suite(.timeLimit(.minutes(5))) struct HookFaultTests {
    /// What a program does wrong.
    enum Flaw: String, CaseIterable, CustomTestStringConvertible {
        case failure
        case signal
        case hang
        case outputFlood
        case errorFlood
        case missing
        case notExecutable
        case closedInput

        var testDescription: String { rawValue }

        /// The program, as a list of YAML; a manifest wants each dollar twice.
        var program: String {
            switch self {
            case .failure: "[sh, -c, 'exit 3']"
            case .signal: "[sh, -c, 'kill -9 $$$$']"
            case .hang: "[sh, -c, 'trap \"\" TERM; sleep 600 & sleep 600']"
            case .outputFlood: "[sh, -c, 'head -c 1000000000 /dev/zero']"
            case .errorFlood: "[sh, -c, 'head -c 1000000000 /dev/zero >&2; exit 3']"
            case .missing: "[./missing]"
            case .notExecutable: "[./agent.yaml]"
            case .closedInput: "[sh, -c, 'exec <&-; exit 0']"
            }
        }

        /// How the command may end: a program need not read, one that hangs has its time limit, and a gigabyte may take as long.
        var statuses: Set<Int32> {
            switch self {
            case .closedInput: [0]
            case .hang: [124]
            case .errorFlood, .outputFlood: [1, 124]
            case .failure, .signal, .missing, .notExecutable: [1]
            }
        }
    }

    @Test(arguments: TestEngine.allCases, Flaw.allCases)
    func `a program that goes wrong around the start leaves nothing`(_ engine: TestEngine, _ flaw: Flaw) async throws {
        for phase in ["preRun", "postRun", "ready"] {
            try await LaunchFolder.with(engine, Self.manifest(phase, flaw)) { launch in
                let result = try await launch.run("up", "-d")
                #expect(flaw.statuses.contains(result.status), "\(phase): \(result.status) \(result.errors)")
                guard flaw != .closedInput else { return }
                #expect(result.errors.contains("hook 'faulty'") && result.errors.contains(phase), "\(result.errors)")
                #expect(result.errors.utf8.count < 64 << 10, "\(phase): \(result.errors.utf8.count) bytes of messages")
                #expect(try await leaks(ofProject: launch.project, on: launch.client) == [], "\(phase)")
            }
        }
    }

    @Test(arguments: TestEngine.allCases, Flaw.allCases)
    func `a program that goes wrong around the stop keeps nothing`(_ engine: TestEngine, _ flaw: Flaw) async throws {
        for phase in ["preStop", "postStop"] {
            try await LaunchFolder.with(engine, Self.manifest(phase, flaw)) { launch in
                #expect(try await launch.run("up", "-d").status == 0)
                let result = try await launch.run("down", "--volumes", "--timeout", "0s")
                #expect(flaw.statuses.contains(result.status), "\(phase): \(result.status) \(result.errors)")
                #expect(try await leaks(ofProject: launch.project, on: launch.client) == [], "\(phase)")
            }
        }
    }

    private static func manifest(_ phase: String, _ flaw: Flaw) -> String {
        LaunchFolder.manifest(
            script: "exec sleep 600",
            """
            volumes: [{type: volume, source: data, target: /data}]
            config: {tone: dry}
            hooks: {\(phase): [{name: faulty, exec: \(flaw.program), timeout: 2s}]}
            """)
    }
}
