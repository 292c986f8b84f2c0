import AgentTesting
import FoundationEssentials
import Testing

@testable import AgentRuntime

@Suite(.timeLimit(.minutes(5))) struct HostSocketsTests {
    @Test func aTableNamesPathsAndMore() {
        let table = """
            Num       RefCount Protocol Flags    Type St Inode Path
            0000000000000000: 00000002 00000000 00010000 0001 01  7736 /run/a.sock
            0000000000000000: 00000003 00000000 00000000 0001 03 69968
            0000000000000000: 00000002 00000000 00010000 0001 01 17889 @/tmp/abstract
            0000000000000000: 00000002 00000000 00010000 0001 01   889 relative.sock
            0000000000000000: 00000002 00000000 00010000 0001 01   890 /srv/with blank/b.sock

            """
        #expect(HostSockets.paths(in: table) == ["/run/a.sock", "/srv/with blank/b.sock"])
    }

    @Test func whatIsBoundIsFoundByItsPathWithoutLinks() throws {
        let folder = try TemporaryFolder()
        try folder.addFolder("real")
        try folder.addLink("alias", to: "real")
        let socket = try HostSocket(at: folder["alias/s.sock"])
        let found = HostSockets.bound()
        #expect(found.contains("\(MountPolicy.resolved(folder.path))/real/s.sock"))
        #expect(!found.contains(socket.path))
    }

    @Test func whatIsGoneOrNoSocketIsNotFound() throws {
        let folder = try TemporaryFolder()
        let socket = try HostSocket(at: folder["s.sock"])
        try FileManager.default.removeItem(atPath: socket.path)
        try folder.add("s.sock")
        #expect(!HostSockets.bound().contains("\(MountPolicy.resolved(folder.path))/s.sock"))
    }

    @Test func enginesAreWhereTheyListenAndWhereVariablesSay() {
        let found = HostSockets.ofEngines(
            homes: ["/home/me"],
            environment: ["DOCKER_HOST": "unix:///srv/d.sock", "AAC_ENGINE": "podman", "XDG_RUNTIME_DIR": "/run/mine"])
        for path in [
            "/run/docker.sock", "/run/podman/podman.sock", "/run/containerd/containerd.sock", "/run/mine/docker.sock",
            "/home/me/.docker/desktop/docker.sock", "/srv/d.sock",
        ] {
            #expect(found.contains(path))
        }
        #expect(!found.contains("podman"))
    }

    @Test(arguments: [
        ("/srv/p/.git/fsmonitor--daemon.ipc", true), ("/srv/p/.git/worktrees/x/fsmonitor--daemon.ipc", true),
        ("/srv/p/fsmonitor--daemon.ipc", false), ("/srv/p/.git/docker.sock", false),
    ])
    func gitsOwnIsKnown(path: String, isGits: Bool) { #expect(HostSockets.isGits(path) == isGits) }
}
