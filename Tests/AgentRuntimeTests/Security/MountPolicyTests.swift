import AgentTesting
import FoundationEssentials
import Testing

@testable import AgentRuntime

@Suite(.timeLimit(.minutes(2))) struct MountPolicyTests {
    private let folder: TemporaryFolder
    private let base: String
    private let home: String
    private let project: String
    private var policy: MountPolicy

    init() throws {
        folder = try TemporaryFolder()
        base = MountPolicy.resolved(folder.path)
        home = "\(base)/home/me"
        project = "\(home)/work/project"
        for name in [".ssh", ".config/gh", "work/project/data", "work/other"] {
            try FileManager.default.createDirectory(atPath: "\(home)/\(name)", withIntermediateDirectories: true)
        }
        policy = MountPolicy(
            host: HostLayout(
                homes: [home], own: ["/run/aac-runtime", "/var/lib/aac-runtime"], sockets: ["/run/docker.sock"],
                mounts: MountTable(parsing: "")))
    }

    /// What the policy says about a source, with what may be said about it.
    private func judge(
        _ source: String, reasons: [String] = [], allow: [String] = [], level: SecurityLevel = .baseline,
        root: String? = "the project's"
    ) -> MountVerdict {
        let mount = VolumeMount(
            .bind, source: source, target: "/t", allowUnsafe: reasons, root: root == nil ? nil : project)
        return policy.foresee(mount, SecurityOptions(level: level, mountAllow: allow))
    }

    @Test(arguments: ["", "/.", "/data", "/data/new", "/data/../data", "/not-there/yet"])
    func theProjectsFolderAndWhatIsBeneathItIsAllowed(_ suffix: String) {
        for level in [SecurityLevel.baseline, .restricted] {
            #expect(judge(project + suffix, level: level) == .allowed(.projectFolder))
        }
        #expect(judge(project + suffix, root: nil).denial != nil)
    }

    @Test(arguments: ["/usr", "/opt", "/srv/data", "/var/log", "/usr/local/share", "/not/there", "/mnt"])
    func everythingElseNeedsAReasonOrAWordOfTheCommandLine(_ path: String) {
        for level in [SecurityLevel.baseline, .restricted] {
            let denial = judge(path, level: level).denial
            #expect(denial?.objection == "lies outside of '\(project)'")
            #expect(denial?.hint.contains("--mount-allow \(MountPolicy.resolved(path))") == true)
            #expect(judge(path, reasons: ["a test"], level: level) == .allowed(.unsafe(["a test"])))
            #expect(judge(path, allow: [path], level: level) == .allowed(.commandLine(folder: path)))
        }
        #expect(judge(path, allow: ["\(path)/deeper", "\(path)x"]).denial != nil)
    }

    @Test(arguments: ["/..", "/../other", "/data/../../other", "x"]) func besideTheProjectIsOutside(_ suffix: String) {
        #expect(judge(project + suffix).denial?.objection.hasPrefix("lies outside of") == true)
    }

    @Test(arguments: [
        "/etc", "/etc/passwd", "/proc/1", "/sys/fs/cgroup", "/dev/shm", "/boot", "/var/lib/docker", "/run/user",
        "/etc/not-there/yet", "//etc", "/tmp/../etc", "/not-there/../etc",
    ])
    func theSystemNeedsItsOwnReason(_ path: String) {
        #expect(judge(path).denial?.objection.contains("belongs to the host's system") == true)
        #expect(judge(path, allow: ["/"]).denial?.objection.contains("belongs to the host's system") == true)
        #expect(judge(path, allow: [MountPolicy.resolved(path)]).denial == nil)
        #expect(judge(path, reasons: ["a test"]) == .allowed(.unsafe(["a test"])))
    }

    @Test(arguments: [
        "", "/.ssh", "/.ssh/id_ed25519", "/.aws", "/.docker/config.json", "/.config", "/.config/gh", "/.netrc",
        "/.bash_history", "/work/../.ssh",
    ])
    func credentialsNeedTheirOwnReasonAlsoInTheProjectsFolder(_ name: String) {
        var mount = VolumeMount(.bind, source: home + name, target: "/t", root: home)
        #expect(policy.foresee(mount, SecurityOptions()).denial != nil)
        #expect(policy.foresee(mount, SecurityOptions(mountAllow: ["/", base])).denial != nil)
        mount.allowUnsafe = ["a test"]
        #expect(policy.foresee(mount, SecurityOptions()).denial == nil)
    }

    @Test func aFolderThatTheCommandLineNamesMayHaveCredentialsBeneathNoOther() {
        #expect(judge("\(home)/.ssh/key", allow: ["\(home)/.ssh"]) == .allowed(.commandLine(folder: "\(home)/.ssh")))
        #expect(judge("\(home)/.ssh/key", allow: [home]).denial?.objection.contains("keeps credentials") == true)
    }

    @Test(arguments: ["/", "/run", "/var", "/run/docker.sock", "/run/aac-runtime", "/var/lib/aac-runtime/launcher"])
    func socketsAndOurOwnFoldersAreForNobody(_ path: String) {
        #expect(judge(path, reasons: ["a test"]).denial != nil)
        #expect(judge(path, allow: ["/", path]).denial != nil)
        #expect(
            policy.foresee(
                VolumeMount(.bind, source: path, target: "/t"), SecurityOptions(allowUnsafe: ["a test"])
            ).denial != nil)
        #expect(judge(path, level: .privileged) == .allowed(.privileged))
    }

    @Test func aSocketAtAnyDepthIsNamed() throws {
        let held = "\(project)/data/deep/down/s.sock"
        var policy = policy
        policy.host.sockets = [held]
        let mount = VolumeMount(.bind, source: project, target: "/t", allowUnsafe: ["a test"], root: project)
        #expect(policy.foresee(mount, SecurityOptions()).denial?.objection.contains("the socket '\(held)'") == true)
        policy.host.sockets = ["\(project)x/s.sock", "\(project)/.git/fsmonitor--daemon.ipc"]
        #expect(policy.foresee(mount, SecurityOptions()).denial == nil)
    }

    @Test func aSourceThatIsASocketIsRefusedThoughNobodyKnowsIt() throws {
        let socket = try HostSocket(at: "\(project)/data/s")
        #expect(judge(socket.path, reasons: ["a test"]).denial?.objection.hasPrefix("is a socket") == true)
    }

    /// A mount of `/run` at another place holds the same sockets.
    @Test func aMountOfTheSamePlaceIsTheSamePlace() {
        var policy = policy
        policy.host.mounts = MountTable(
            parsing: """
                1 0 8:1 / / rw - ext4 /dev/sda1 rw
                2 1 0:22 / /run rw - tmpfs tmpfs rw
                3 1 0:22 / /srv/jail/run rw - tmpfs tmpfs rw
                4 1 8:1 / /mnt/all rw - ext4 /dev/sda1 rw
                5 1 0:22 /user /mnt/user rw - tmpfs tmpfs rw
                """)
        func denial(_ path: String) -> String? {
            policy.foresee(VolumeMount(.bind, source: path, target: "/t", root: path), SecurityOptions()).denial?
                .objection
        }
        #expect(denial("/srv/jail")?.contains("'/run/docker.sock'") == true)
        #expect(denial("/srv/jail/run")?.contains("'/run/docker.sock'") == true)
        #expect(denial("/mnt/all/etc/ssl")?.contains("(/etc)") == true)
        #expect(denial("/mnt/all/var/lib")?.contains("aac-runtime") == true)
        #expect(denial("/mnt/user")?.contains("(/run)") == true)
        #expect(denial("/srv/other") == nil && denial("/mnt/all/srv") == nil)
    }

    @Test(arguments: ["/etc", "/proc/self", ".ssh", "work/other", "work/project/data"])
    func aLinkBeneathTheProjectIsRefusedAndNamed(_ target: String) throws {
        let target = target.hasPrefix("/") ? target : "\(home)/\(target)"
        try FileManager.default.createSymbolicLink(atPath: "\(project)/link", withDestinationPath: target)
        for source in ["\(project)/link", "\(project)/link/below", "\(project)/data/../link"] {
            let objection = judge(source, allow: ["/"]).denial?.objection
            #expect(objection?.contains("'\(project)/link', which leads to") == true, "\(objection ?? "allowed")")
            let reasoned = judge(source, reasons: ["a test"])
            #expect(reasoned == .allowed(.unsafe(["a test"])), "\(reasoned)")
        }
    }

    @Test func linksToTheProjectsFolderAreFollowed() throws {
        try FileManager.default.createSymbolicLink(atPath: "\(base)/alias", withDestinationPath: project)
        let mount = VolumeMount(.bind, source: "\(base)/alias/data", target: "/t", root: "\(base)/alias")
        #expect(policy.foresee(mount, SecurityOptions()) == .allowed(.projectFolder))
        let other = VolumeMount(.bind, source: "\(project)/data", target: "/t", root: "\(base)/alias")
        #expect(policy.foresee(other, SecurityOptions()) == .allowed(.projectFolder))
    }

    @Test func credentialsMayBeElsewhere() throws {
        let keys = "\(project)/keys"
        try FileManager.default.createDirectory(atPath: keys, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: "\(home)/.aws", withDestinationPath: keys)
        #expect(judge(keys).denial?.objection.contains(".aws") == true)
        #expect(judge(project).denial?.objection.contains(".aws") == true)
    }

    @Test func aCommaBehindALinkIsSeen() throws {
        let odd = "\(home)/work/other/x,source=\(home)/.ssh"
        try FileManager.default.createDirectory(atPath: odd, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: "\(project)/link", withDestinationPath: odd)
        #expect(judge("\(project)/link", reasons: ["a test"]).denial?.objection.contains("comma") == true)
    }

    @Test func anotherHostIsJudgedByTextAlone() throws {
        let policy = MountPolicy(host: .elsewhere)
        func denial(_ path: String) -> MountDenial? {
            policy.foresee(VolumeMount(.bind, source: path, target: "/t", root: "/srv/agent"), SecurityOptions()).denial
        }
        #expect(denial("/srv/agent/data/../x") == nil && denial("/srv/agent") == nil)
        let alias = "\(project)/alias"
        try FileManager.default.createSymbolicLink(atPath: alias, withDestinationPath: "/etc")
        let mount = VolumeMount(.bind, source: alias, target: "/t", root: project)
        // A link that is seen here is refused there too.
        #expect(policy.foresee(mount, SecurityOptions()).denial?.objection.contains("symbolic link") == true)
        #expect(denial("/srv/agent/../x") != nil && denial("/etc") != nil && denial("/run") != nil)
    }

    @Test func theHostsOwnPolicyKnowsItsHomesSocketsAndMounts() {
        let host = HostLayout.ofHost(environment: ["HOME": home, "DOCKER_HOST": "unix:///no/such.sock"])
        #expect(host.homes.contains(home) && host.homes.contains("/root"))
        #expect(host.own.contains(HostState.base) && host.mounts["/proc"] != nil)
        // A system user's home can be the root folder, which makes nothing else a home folder.
        #expect(!HostLayout.ofHost(environment: ["HOME": "/"]).homes.contains("/"))
    }
}
