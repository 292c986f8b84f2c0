import AgentValues
import Diagnostics
import EngineAPI
import FoundationEssentials
import Testing

@testable import AgentCommands

@Suite(.timeLimit(.minutes(2))) struct DoctorChecksTests {
    @Test(
        arguments: [
            ("1.1.12", nil, true), ("1.2.0", nil, true), ("runc version 1.1.12", nil, true), ("1.1.11", nil, false),
            ("1.1.5+ds1", nil, false), ("1.1.5+ds1", "1.1.5+ds1-1", false), ("1.1.5+ds1", "1.1.5+ds1-1+deb12u1", true),
            ("1.1.5+ds1", "runc_1.1.5+ds1-1+deb12u2_amd64", true), ("1.0.0-rc93", nil, false), ("unknown", nil, nil),
            ("1.1.4", "1.1.4-0ubuntu1~22.04.3", false),
        ] as [(String, String?, Bool?)])
    func runc(_ version: String, _ package: String?, _ isFixed: Bool?) {
        #expect(RuncRelease(version: version, package: package).isFixed == isFixed)
    }

    private static let good: [String: String] = [
        "OperatingSystem": #""Debian""#, "KernelVersion": #""6.1""#, "Architecture": #""x86_64""#, "NCPU": "4",
        "MemTotal": "8589934592", "Driver": #""overlay2""#, "DockerRootDir": #""/var/lib/docker""#,
        "CgroupVersion": #""2""#, "CgroupDriver": #""systemd""#, "MemoryLimit": "true", "SwapLimit": "true",
        "CpuCfsQuota": "true", "CpuCfsPeriod": "true", "PidsLimit": "true", "InitBinary": #""docker-init""#,
        "SecurityOptions": #"["name=apparmor","name=seccomp,profile=default"]"#,
        "SystemTime": #""2024-05-01T12:00:00Z""#,
    ]

    private static let host = DoctorHost(
        cgroups: .unified, networkBackends: ["netavark"], hasProgram: { _ in true },
        space: { _ in DoctorHost.Space(free: 50 << 30, total: 100 << 30) }, name: "host")

    private func findings(
        _ changes: [String: String] = [:], runc: String = "1.1.12", kind: EngineKind = .docker,
        host: DoctorHost? = DoctorChecksTests.host, now: String = "2024-05-01T12:00:01Z"
    ) throws -> [Finding] {
        let fields = Self.good.merging(changes) { $1 }.map { "\"\($0)\":\($1)" }.joined(separator: ",")
        let version = #"{"Components":[{"Name":"runc","Version":"\#(runc)"}]}"#
        return EngineChecks(
            info: try JSONDecoder().decode(EngineInfo.self, from: Data("{\(fields)}".utf8)),
            version: try JSONDecoder().decode(EngineVersion.self, from: Data(version.utf8)), kind: kind, host: host,
            now: try #require(EngineTime(now))
        ).findings
    }

    @Test func aGoodEngine() throws {
        let findings = try findings()
        #expect(findings.allSatisfy { $0.status == .ok && $0.remedy == nil }, "\(findings.filter { $0.status != .ok })")
        #expect(findings.contains(.ok("seccomp", "on, and apparmor")))
        #expect(findings.contains(.ok("cgroups", "version 2, driver systemd")))
        #expect(findings.contains(.ok("disk", "50.0Gi of 100.0Gi free for /var/lib/docker")))
    }

    @Test(arguments: [
        (["MemoryLimit": "false"], "memory limit", Finding.Status.fail),
        (["SwapLimit": "false"], "swap limit", .fail),
        (["CpuCfsQuota": "false"], "CPU limit", .fail),
        (["PidsLimit": "false"], "process limit", .fail),
        (["CgroupDriver": #""none""#], "cgroups", .fail),
        (["SecurityOptions": "[]"], "seccomp", .warn),
        (["Driver": #""vfs""#], "storage", .warn),
        (["MemTotal": "500000000"], "machine", .warn),
        (["Warnings": #"["WARNING: bridge-nf-call-iptables is disabled"]"#], "engine says", .warn),
        (["SystemTime": #""2024-05-01T11:00:00Z""#], "clock", .warn),
    ])
    func whatIsWrong(_ changes: [String: String], _ check: String, _ status: Finding.Status) throws {
        let wrong = try findings(changes).filter { $0.status != .ok }
        #expect(wrong.map(\.check) == [check])
        #expect(wrong.first?.status == status)
        // What the engine says itself comes without advice of ours.
        #expect((wrong.first?.remedy == nil) == (check == "engine says"))
    }

    /// Podman has an init process where Podman looks for it, and what is not there is not said to be.
    @Test(arguments: [
        (EngineKind.podman, ["/usr/libexec/podman/catatonit"], "/usr/libexec/podman/catatonit", Finding.Status.ok),
        (
            .podman, ["catatonit", "/usr/bin/catatonit"],
            "that of aac-runtime: Podman's own, catatonit, is not installed", .ok
        ),
        (.docker, ["docker-init"], "docker-init", .ok),
        (
            .docker, [],
            "'docker-init' is not installed, so agents cannot be started with an init process", .fail
        ),
    ])
    func theInitProcessIsTheOneThatIsThere(
        _ kind: EngineKind, _ installed: [String], _ text: String, _ status: Finding.Status
    ) throws {
        var host = Self.host
        host.hasProgram = { installed.contains($0) }
        let found = try #require(
            try findings(kind == .podman ? ["InitBinary": #""""#] : [:], kind: kind, host: host).first {
                $0.check == "init"
            })
        #expect(found.summary == text)
        #expect(found.status == status)
    }

    @Test func whatIsWrongWithTheMachine() throws {
        var bare = Self.host
        bare.hasProgram = { _ in false }
        bare.networkBackends = ["netavark", "CNI"]
        bare.space = { _ in DoctorHost.Space(free: 1 << 20, total: 1 << 30) }
        let wrong = try findings(runc: "1.1.4", kind: .podman, host: bare).filter { $0.status != .ok }
        #expect(wrong.map(\.check) == ["runc", "disk", "network"])
        #expect(wrong.map(\.status) == [.warn, .fail, .warn])
        // Of an engine elsewhere only what it says is known.
        #expect(try findings(host: nil).contains { $0.check == "disk" } == false)
    }

    @Test func theReport() {
        var report = DoctorReport(
            engine: nil,
            findings: [
                .fail("engine", "no engine", details: ["tried: x"], remedy: "start one"), .ok("tools", "docker"),
            ])
        #expect(
            report.text(usesColor: false) == """
                fail  engine  no engine
                              tried: x
                              -> start one
                ok    tools   docker

                """)
        #expect(report.exitCode == .engineUnavailable)
        report.engine = DoctorReport.Engine(address: "", apiVersion: "", kind: "", source: "", version: nil)
        #expect(report.exitCode == .failure)
        report.findings = [.warn("runc", "old", remedy: "upgrade")]
        #expect(report.exitCode == .success)
    }
}
