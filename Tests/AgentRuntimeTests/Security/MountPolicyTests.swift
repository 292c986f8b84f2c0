import FoundationEssentials
import Glibc
import Testing

@testable import AgentRuntime

@Suite struct MountPolicyTests {
    private let folder: TemporaryFolder
    private let home: String
    private let policy: MountPolicy

    init() throws {
        folder = try TemporaryFolder()
        home = "\(MountPolicy.resolved(folder.path))/home/me"
        for name in [".ssh", ".config/gh", "work/data"] {
            try FileManager.default.createDirectory(atPath: "\(home)/\(name)", withIntermediateDirectories: true)
        }
        policy = MountPolicy(homes: [home], runFolder: "/run/aac-runtime")
    }

    @Test(arguments: [
        "/", "/etc", "/etc/passwd", "/proc", "/proc/1", "/sys", "/sys/fs/cgroup", "/dev", "/dev/shm", "/run",
        "/var/run",
        "/var/run/docker.sock", "/run/../run/docker.sock", "/var", "/var/lib", "/var/lib/docker", "/boot",
        "/var/lib/aac-runtime", "/run/aac-runtime/projects/x", "/etc/not-there/yet", "//etc", "/tmp/../etc",
    ])
    func theSystemIsNotForAgents(_ path: String) {
        #expect(policy.objection(to: path) != nil)
    }

    @Test(arguments: [
        "", "/.ssh", "/.ssh/id_ed25519", "/.aws", "/.docker/config.json", "/.config", "/.config/gh", "/.netrc",
        "/.bash_history", "/work/../.ssh",
    ])
    func credentialsAreNotForAgents(_ name: String) {
        #expect(policy.objection(to: home + name) != nil)
    }

    @Test(arguments: ["", "/.."]) func neitherAreFoldersAboveAHome(_ suffix: String) {
        let parent = String(home[..<(home.lastIndex(of: "/") ?? home.endIndex)])
        #expect(policy.objection(to: parent + suffix)?.contains("contains \(home)") == true)
    }

    @Test(arguments: ["/work", "/work/data", "/work/new", "/.sshx", "/.config/other"])
    func ordinaryFoldersAreFine(_ name: String) throws {
        #expect(policy.objection(to: home + name) == nil)
        #expect(policy.objection(to: "/srv/data") == nil)
    }

    @Test(arguments: ["/etc", "/proc/self", ".ssh", "."]) func linksAreFollowed(_ target: String) throws {
        let link = "\(home)/work/link"
        let target = target.hasPrefix("/") ? target : "\(home)/\(target)"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: target)
        #expect(policy.objection(to: link) != nil)
        #expect(policy.objection(to: "\(link)/below") != nil || target.hasSuffix("."))
    }

    @Test func credentialsMayBeElsewhere() throws {
        let keys = "\(home)/work/keys"
        try FileManager.default.createDirectory(atPath: keys, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: "\(home)/.aws", withDestinationPath: keys)
        #expect(policy.objection(to: keys)?.contains(".aws") == true)
        #expect(policy.objection(to: "\(home)/work")?.contains(".aws") == true)
    }

    @Test func socketsAreNotForAgents() throws {
        let path = "\(home)/work/s"
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let status = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(status == 0)
        #expect(policy.objection(to: path)?.contains("socket") == true)
    }

    @Test func theHostsOwnPolicyKnowsItsHomes() {
        let policy = MountPolicy.ofHost(home: home)
        #expect(policy.objection(to: "\(home)/.ssh") != nil)
        #expect(policy.objection(to: "/root") != nil && policy.objection(to: "/home") != nil)
        // A system user's home can be the root folder, which makes nothing else a home folder.
        #expect(MountPolicy.ofHost(home: "/").objection(to: "/srv") == nil)
    }
}
