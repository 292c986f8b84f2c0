import AgentTesting
import EngineAPI
import Testing

/// Who owns the volumes and the copies of an agent that is not root.
@Suite(.timeLimit(.minutes(2))) struct VolumeOwnerTests {
    private static func manifest(_ volume: String, user: String) -> String {
        LaunchFolder.manifest(
            script:
                "stat -c '%u:%g' /data; { echo kept >> /data/file; } 2> /dev/null && echo wrote || echo refused; exec sleep 600",
            "volumes: [{source: \(volume), target: /data}]\nsecurity: {runAsUser: \(user)}\n"
                + "healthCheck: {type: log, expect: 'wrote|refused'}")
    }

    @Test(arguments: TestEngine.allCases)
    func aNewVolumeIsTheAgents(_ engine: TestEngine) async throws {
        let volume = TestEngine.uniqueName("data")
        try await LaunchFolder.with(engine, Self.manifest(volume, user: "nobody")) { launch in
            let first = try await launch.run("up", "-d")
            #expect(first.status == 0 && !first.errors.contains("warning"), "\(first.errors)")
            #expect(try await launch.run("logs", "hello").output == "65534:65534\nwrote\n")
            // What holds data already stays whose it is; Podman has rules of its own.
            if engine == .docker {
                try launch.write(Self.manifest(volume, user: "1234"))
                let second = try await launch.run("up", "-d")
                #expect(second.status == 0, "\(second.errors)")
                #expect(try await launch.run("logs", "hello").output == "65534:65534\nrefused\n")
                #expect(
                    second.errors.contains(" at /data belongs to user 65534, and the agent is user 1234"),
                    "\(second.errors)")
            }
            #expect(try await launch.run("down", "--timeout", "0s").status == 0)
            #expect(try await launch.leftovers().count == 1)
        }
    }

    /// A user of the image by its name.
    @Test(arguments: TestEngine.allCases)
    func copiesAreTheAgents(_ engine: TestEngine) async throws {
        try await LaunchFolder.with(engine) { launch in
            let name = "\(launch.project)-one"
            #expect(
                try await launch.run("run", "-d", "-u", "nobody", "--name", name, TestEngine.image, "sleep", "600")
                    .status == 0)
            try launch.write("key", to: "file")
            #expect(try await launch.run("cp", "file", "\(name):/tmp/file").status == 0)
            let owner = try await launch.run("exec", name, "--", "stat", "-c", "%u:%g", "/tmp/file")
            #expect(owner.output == "65534:65534\n", "\(owner.errors)")
        }
    }
}
