import AgentLauncher
import Diagnostics
import FoundationEssentials
import Glibc
import SystemPackage

/// The launcher as a file of this host, so that it can be mounted. All containers share it, and it stays.
enum LauncherFile {
    /// Writes the launcher where programs may be executed, unless it is there.
    ///
    /// - Returns: its path.
    static func provide() throws -> String {
        // The launcher is for the kernel's processor, whichever one the image was made for.
        let processor = HostSystem.processor
        guard let launcher = AgentLauncher(processor: processor) else {
            throw LauncherFileError(reason: "there is none for the processor '\(processor)'")
        }
        let name = "launcher-\(launcher.processor)-\(RunOptions.digest(launcher.program))"
        var reasons: [String] = []
        for folder in folders where allowsPrograms(folder) {
            do { return try put(launcher.program, as: name, into: folder) } catch let error as any ReportableError {
                reasons.append(error.summary)
            }
        }
        guard reasons.isEmpty else { throw LauncherFileError(reason: reasons.joined(separator: "; ")) }
        throw LauncherFileError(reason: "no program may be executed in any of \(folders.joined(separator: ", "))")
    }

    private static func put(_ program: [UInt8], as name: String, into path: String) throws -> String {
        let above = FilePath(path).removingLastComponent().string
        try? FileManager.default.createDirectory(atPath: above, withIntermediateDirectories: true)
        guard let folder = try HostFolder.open(path, making: 0o755) else {
            throw HostFileError(path: path, number: ENOENT)
        }
        if let file = try? folder.openFile(name, O_RDONLY) {
            defer { try? file.close() }
            if try file.content() == program { return "\(path)/\(name)" }
        }
        // Written under another name first, and then renamed, since another process may be mounting it at this moment.
        let draft = "\(name).\(AgentIdentity.newRun())"
        _ = try folder.write(program, to: draft, mode: 0o755)
        try folder.rename(draft, to: name)
        return "\(path)/\(name)"
    }

    /// Where it may be, the best first.
    static var folders: [String] {
        let environment = ProcessInfo.processInfo.environment
        if getuid() == 0 { return ["/var/lib/aac-runtime", HostState.base] }
        let data = environment["XDG_DATA_HOME"] ?? environment["HOME"].map { "\($0)/.local/share" }
        return (data.map { ["\($0)/aac-runtime"] } ?? []) + [HostState.base]
    }

    /// Whether programs can be executed and written in a folder; of one that is not there, the nearest folder above
    /// counts.
    private static func allowsPrograms(_ folder: String) -> Bool {
        guard let mount = MountTable.own.entry(holding: folder), !mount.options.contains("noexec") else { return false }
        var path = folder
        while !HostFile.exists(path), let slash = path.lastIndex(of: "/"), slash > path.startIndex {
            path = String(path[..<slash])
        }
        return access(path, W_OK) == 0
    }
}

/// The launcher cannot be put on this host.
private struct LauncherFileError: ReportableError {
    var reason: String
    var reportCode: String { "launcher.unavailable" }
    var summary: String { "the launcher, the first process of an agent's container, cannot be used: \(reason)" }
    var exitCode: ExitCode { .inputOutput }
}
