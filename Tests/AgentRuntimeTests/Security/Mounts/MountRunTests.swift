import AgentTesting
import Diagnostics
import EngineAPI
import FoundationEssentials
import Testing

@testable import AgentRuntime

/// Mounts as an engine gets them, whoever put them into the options.
@Suite(.timeLimit(.minutes(5))) struct MountRunTests {
    @Test(arguments: TestEngine.allCases) func aMissingSourceMakesNoFolder(_ engine: TestEngine) async throws {
        let folder = try TemporaryFolder()
        for root in [folder.path, nil] {
            let mount = VolumeMount(
                .bind, source: folder["gone"], target: "/data", allowUnsafe: root == nil ? ["a test"] : [], root: root)
            let error = try await refusedMounts(engine, [mount])
            #expect(error?.code == .createRefused && error?.exitCode == .engineRefused)
            #expect(error?.message.contains("'\(folder["gone"])'") == true)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
        }
    }

    @Test(arguments: TestEngine.allCases) func onlyTheProjectsFolderIsMountedUnlessSomebodySaysWhy(
        _ engine: TestEngine
    ) async throws {
        let folder = try TemporaryFolder()
        let other = try TemporaryFolder()
        try folder.addFolder("data")
        let inside = VolumeMount(.bind, source: folder["data"], target: "/data", root: folder.path)
        #expect(try await refusedMounts(engine, [inside]) == nil)
        var outside = VolumeMount(.bind, source: other.path, target: "/data", root: folder.path)
        #expect(try await refusedMounts(engine, [outside])?.exitCode == .denied)
        #expect(try await refusedMounts(engine, [outside]) { $0.security.mountAllow = [other.path] } == nil)
        outside.allowUnsafe = ["a test"]
        #expect(try await refusedMounts(engine, [outside]) == nil)
    }

    /// Podman takes the parts of a mount apart at commas, so it would mount `victim`.
    @Test(arguments: TestEngine.allCases) func aNameWithACommaReachesNoEngine(_ engine: TestEngine) async throws {
        let folder = try TemporaryFolder()
        let victim = try TemporaryFolder()
        let name = "x,source=\(victim.path)"
        try FileManager.default.createDirectory(atPath: folder[name], withIntermediateDirectories: true)
        try folder.addLink("data", to: name)
        var mount = VolumeMount(.bind, source: folder["data"], target: "/data", root: folder.path)
        let link = try await refusedMounts(engine, [mount])
        #expect(link?.exitCode == .denied && link?.message.contains("symbolic link '\(folder["data"])'") == true)
        mount.allowUnsafe = ["a test"]
        let comma = try await refusedMounts(engine, [mount])
        #expect(comma?.exitCode == .denied && comma?.message.contains("comma") == true)
        let target = VolumeMount(.tmpfs, target: "/t,source=/etc")
        #expect(try await refusedMounts(engine, [target])?.message.contains("comma") == true)
        #expect(
            try await refusedMounts(engine, []) { $0.files["/etc/x,source=/etc"] = "text" }?.message.contains("comma")
                == true
        )
    }

    @Test(arguments: TestEngine.allCases) func ourOwnPlacesAreNotMountedOver(_ engine: TestEngine) async throws {
        let error = try await refusedMounts(engine, [VolumeMount(.tmpfs, target: "/x/../run/aac")])
        #expect(error?.exitCode == .denied && error?.message.contains("/run/aac") == true)
    }

    @Test(arguments: TestEngine.allCases) func theEnginesSocketIsForNobody(_ engine: TestEngine) async throws {
        for source in ["/run", "/var/run/", "/var/run/docker.sock", "/run/podman"] {
            let mount = VolumeMount(.bind, source: source, target: "/host", allowUnsafe: ["a test"])
            let error = try await refusedMounts(engine, [mount]) { $0.security.mountAllow = [source] }
            #expect(error?.exitCode == .denied && error?.message.contains("socket") == true, "\(source)")
        }
    }
}
