import AgentOrchestrator
import AgentValues
import EngineAPI

/// What an engine says about itself, judged. Pure.
struct EngineChecks: Sendable {
    let info: EngineInfo
    let version: EngineVersion
    let kind: EngineKind
    /// This machine, when the engine runs on it.
    let host: DoctorHost?
    /// This machine's time.
    let now: EngineTime

    var findings: [Finding] {
        [machine, user, cgroups] + limits + [seccomp, initProgram, storage]
            + [runc, disk, clock, packets].compactMap(\.self) + warnings
    }

    private var machine: Finding {
        let memory = Quantity.approximate(info.memory)
        let text =
            "\(info.operatingSystem), kernel \(info.kernelVersion), \(info.architecture), \(info.cpuCount) CPUs, \(memory) memory"
        // An agent's default limit.
        guard info.memory == 0 || info.memory >= 1 << 30 else {
            return .warn("machine", text, remedy: "an agent may use 1Gi by default: lower spec.resources.limits.memory")
        }
        return .ok("machine", text)
    }

    private var user: Finding {
        .ok("user", info.isRootless ? "rootless: the engine runs as an ordinary user" : "the engine runs as root")
    }

    private var cgroups: Finding {
        let version =
            switch host?.cgroups {
            case .hybrid?: "version 1 and 2 (hybrid)"
            case let layout: "version \(info.cgroupVersion ?? (layout == .unified ? 2 : layout == .legacy ? 1 : 0))"
            }
        let text = "\(version == "version 0" ? "version unknown" : version), driver \(info.cgroupDriver)"
        guard info.cgroupDriver != "none" else {
            return .fail(
                "cgroups", text,
                remedy:
                    "without a driver nothing can be limited: use cgroups version 2 with delegation to this user, or root"
            )
        }
        return .ok("cgroups", text)
    }

    private var limits: [Finding] {
        let known: [(String, Bool, String)] = [
            ("memory limit", info.limits.memory, "boot with cgroup_enable=memory"),
            ("swap limit", info.limits.swap, "boot with swapaccount=1, or use cgroups version 2"),
            ("CPU limit", info.limits.cpuQuota && info.limits.cpuPeriod, "use a kernel with CONFIG_CFS_BANDWIDTH"),
            ("process limit", info.limits.processes, "use a kernel with CONFIG_CGROUP_PIDS"),
        ]
        return known.map { check, works, remedy in
            guard !works else { return .ok(check, "can be enforced") }
            let delegation = info.isRootless ? "; rootless, let systemd delegate the controller to this user" : ""
            return .fail(check, "cannot be enforced, so agents that have one do not start", remedy: remedy + delegation)
        }
    }

    private var seccomp: Finding {
        guard info.hasSecurityOption("seccomp") else {
            return .warn(
                "seccomp", "off: agents may make every system call",
                remedy: "use a kernel with CONFIG_SECCOMP_FILTER and an engine built with seccomp")
        }
        let others = ["apparmor", "selinux", "userns"].filter(info.hasSecurityOption)
        return .ok("seccomp", "on" + (others.isEmpty ? "" : ", and \(others.joined(separator: ", "))"))
    }

    private var initProgram: Finding {
        let program = info.initBinary.isEmpty ? "catatonit" : info.initBinary
        guard let host else { return .ok("init", "'\(program)' by default; the engine's host cannot be looked at") }
        guard kind == .podman else {
            guard !host.hasProgram(program) else { return .ok("init", program) }
            return .fail(
                "init", "'\(program)' is not installed, so agents cannot be started with an init process",
                remedy: "install docker-init (Debian: tini)")
        }
        // Podman says nothing, and does not look into PATH.
        guard let path = PodmanPrograms.initPaths.first(where: host.hasProgram) else {
            return .ok("init", "that of aac-runtime: Podman's own, catatonit, is not installed")
        }
        return .ok("init", path)
    }

    private var storage: Finding {
        let text = "\(info.storageDriver) in \(info.rootDirectory)"
        guard ["vfs", "devicemapper", "aufs"].contains(info.storageDriver) else { return .ok("storage", text) }
        return .warn(
            "storage", "\(text) is slow and takes much space",
            remedy: info.isRootless ? "install fuse-overlayfs, or use a kernel from 5.11 on" : "use overlay2")
    }

    private var runc: Finding? {
        guard let component = version.components.first(where: { $0.name.contains("runc") }) else { return nil }
        let package = component.details["Package"] ?? component.details["GitCommit"]
        return RuncRelease(version: component.version, package: package).finding
    }

    /// Only where the engine's disk is this machine's.
    private var disk: Finding? {
        guard let space = host?.space(info.rootDirectory) else { return nil }
        let text =
            "\(Quantity.approximate(space.free)) of \(Quantity.approximate(space.total)) free for \(info.rootDirectory)"
        let remedy = "remove what is not needed: aac-runtime down, \(kind.rawValue) system prune"
        if space.free < 512 << 20 { return .fail("disk", text, remedy: remedy) }
        if space.free < 5 << 30 { return .warn("disk", text, remedy: remedy) }
        return .ok("disk", text)
    }

    private var clock: Finding? {
        guard let time = info.systemTime else { return nil }
        let difference = max(time - now, now - time)
        guard difference > .seconds(5) else { return nil }
        return .warn(
            "clock", "the engine's clock and this machine's differ by \(difference.age)",
            remedy: "set both by NTP; `logs --since` and ages are wrong otherwise")
    }

    private var packets: Finding? {
        guard kind == .podman, let host, host.networkBackends.count > 1 else { return nil }
        return .warn(
            "network", "\(host.networkBackends.joined(separator: " and ")) are both installed, and use the same subnet",
            remedy: "keep one of them, and restart the engine")
    }

    private var warnings: [Finding] {
        info.warnings.map { .warn("engine says", $0, remedy: nil) }
    }
}
