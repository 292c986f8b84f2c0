import AgentTesting
import Diagnostics
import EngineAPI
import FoundationEssentials
import SystemPackage
import Testing

/// What of the host a manifest and a command line can mount.
@Suite(.timeLimit(.minutes(10))) struct MountTests {
    private static func manifest(_ volumes: String...) -> String {
        LaunchFolder.manifest(
            script: "echo written > /m/marker; trap 'exit 0' TERM; sleep 600 & wait",
            "volumes:\n" + volumes.map { "  - \($0)" }.joined(separator: "\n"))
    }

    private static let denied = ExitCode.denied.rawValue

    /// A link to a folder whose name an engine takes for another one.
    @Test(arguments: TestEngine.allCases) func aLinkInTheProjectLeadsNowhere(_ engine: TestEngine) async throws {
        let victim = try TemporaryFolder(named: "victim")
        try await LaunchFolder.with(engine, Self.manifest("{source: ./data, target: /m}")) { launch in
            let name = "x,source=\(victim.path)"
            let manager = FileManager.default
            try manager.createDirectory(
                atPath: launch.path.appending(name).string, withIntermediateDirectories: true)
            try manager.createSymbolicLink(
                atPath: launch.path.appending("data").string, withDestinationPath: name)
            let up = try await launch.run("up", "-d")
            #expect(up.status == Self.denied, "\(up.errors)")
            #expect(up.errors.contains("agent.yaml:") && up.errors.contains("symbolic link"), "\(up.errors)")
            try launch.write(
                Self.manifest("{source: ./data, target: /m, allowUnsafe: [a test]}"))
            let reasoned = try await launch.run("up", "-d")
            #expect(reasoned.status == Self.denied && reasoned.errors.contains("comma"), "\(reasoned.errors)")
            let run = try await launch.run("run", "-v", "./data:/m", TestEngine.image, "true")
            #expect(run.status == Self.denied && run.errors.contains("symbolic link"), "\(run.errors)")
            #expect(try manager.contentsOfDirectory(atPath: victim.path.string) == [])
            #expect(try await launch.leftovers() == [])
        }
    }

    @Test(arguments: TestEngine.allCases) func aSourceThatIsNotThereIsNotMade(_ engine: TestEngine) async throws {
        try await LaunchFolder.with(engine, Self.manifest("{source: ./dta, target: /m}")) { launch in
            try launch.write("", to: "data/file")
            let up = try await launch.run("up", "-d")
            #expect(up.status == ExitCode.engineRefused.rawValue, "\(up.errors)")
            #expect(up.errors.contains("did you mean 'data'"), "\(up.errors)")
            #expect(!FileManager.default.fileExists(atPath: launch.path.appending("dta").string))
            #expect(try await launch.leftovers() == [])
        }
    }

    @Test(arguments: ["/usr", "/opt", "/var/log", "/tmp", "/srv", "/home", "/root", "/var/lib/docker"])
    func theHostIsNotMounted(_ source: String) async throws {
        let folder = try TemporaryFolder(named: "shop")
        for level in ["baseline", "restricted"] {
            try folder.write(
                Self.manifest("{source: \(source), target: /m}") + "  security: {level: \(level)}\n", to: "agent.yaml")
            let plan = try await Tool.run(["plan", "--offline"], folder: folder.path)
            #expect(plan.status == Self.denied, "\(plan.output)")
            #expect(plan.errors.contains("agent.yaml:"), "\(plan.errors)")
            #expect(plan.errors.contains("'\(source)' must not be mounted"), "\(plan.errors)")
        }
    }

    @Test func planNamesWhyEachMountMayBeThere() async throws {
        let folder = try TemporaryFolder(named: "shop")
        let other = try TemporaryFolder(named: "other")
        try folder.write(
            Self.manifest(
                "{source: ./data, target: /m}", "{source: /usr, target: /u, allowUnsafe: [reads]}",
                "{source: \(other.path), target: /o}", "{source: cache, target: /c}", "{type: tmpfs, target: /t}"),
            to: "agent.yaml")
        let plan = try await Tool.run(
            ["plan", "--offline", "--mount-allow", other.path.string], folder: folder.path)
        #expect(plan.status == 0, "\(plan.errors)")
        for reason in [
            "/m: in the manifest's folder\n", "/u: allowUnsafe: reads\n", "/o: --mount-allow \(other.path)\n",
            "/c: named volume\n", "/t: tmpfs\n",
        ] {
            #expect(plan.output.contains(reason), "\(plan.output)")
        }
        let json = try await Tool.run(
            ["plan", "--offline", "--mount-allow", other.path.string, "--output", "json"], folder: folder.path)
        #expect(json.output.contains(#""reason": "in the manifest's folder""#), "\(json.output)")
        let gone = try await Tool.run(["plan", "--offline", "--mount-allow", "./gone"], folder: folder.path)
        #expect(gone.status == ExitCode.usage.rawValue && gone.errors.contains("--mount-allow"), "\(gone.errors)")
    }

    @Test(arguments: TestEngine.allCases) func theCommandLineCanAllowAFolder(_ engine: TestEngine) async throws {
        let other = try TemporaryFolder(named: "other")
        try other.write("", to: "deep/file")
        let source = other.path.appending("deep")
        try await LaunchFolder.with(engine, Self.manifest("{source: \(source), target: /m}")) { launch in
            #expect(try await launch.run("up", "-d").status == Self.denied)
            let up = try await launch.run("up", "-d", "--mount-allow", other.path.string)
            #expect(up.status == 0, "\(up.errors)")
            let names = try FileManager.default.contentsOfDirectory(atPath: source.string)
            #expect(names.sorted() == ["file", "marker"])
            // The same container, whatever else is allowed.
            let again = try await launch.run(
                "plan", "--mount-allow", other.path.string, "--mount-allow", source.string, "--exit-code")
            #expect(again.status == 0, "\(again.output)\(again.errors)")
            let mount = "\(source):/m"
            let refused = try await launch.run("run", "-v", mount, TestEngine.image, "true")
            #expect(refused.status == Self.denied && refused.errors.contains("--mount-allow"), "\(refused.errors)")
            let run = try await launch.run(
                "run", "--mount-allow", other.path.string, "-v", mount, TestEngine.image, "true")
            #expect(run.status == 0, "\(run.errors)")
            let go = try await launch.run(
                "run", "--mount-allow", other.path.string, "--options", "-",
                input:
                    #"{"Image": "\#(TestEngine.image)", "Detach": true, "Ports": ["0:8080"], "Volumes": ["\#(mount)"]}"#
            )
            #expect(go.status == 0, "\(go.errors)")
        }
    }

    @Test(arguments: TestEngine.allCases) func aSocketDeepInTheProjectIsFound(_ engine: TestEngine) async throws {
        let volume = "{source: ., target: /m, allowUnsafe: [a test]}"
        try await LaunchFolder.with(engine, Self.manifest(volume)) { launch in
            try launch.write("", to: "a/b/c/file")
            let path = launch.path.appending("a/b/c/s.sock").string
            var service: HostSocket? = try HostSocket(at: path)
            #expect(service?.path == path)
            let up = try await launch.run("up", "-d")
            #expect(up.status == Self.denied && up.errors.contains("the socket '\(path)'"), "\(up.errors)")
            let run = try await launch.run("run", "-v", "./a:/m", TestEngine.image, "true")
            #expect(run.status == Self.denied && run.errors.contains("the socket '\(path)'"), "\(run.errors)")
            service = nil
            #expect(try await launch.run("up", "-d").status == 0)
        }
    }
}
