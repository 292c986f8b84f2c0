import AgentLauncher
import Diagnostics
import FoundationEssentials
import Glibc

/// The launcher as a file of this host, so that it can be mounted. All containers share it, and it stays.
enum LauncherFile {
    /// Writes the launcher where programs may be executed, unless it is there.
    ///
    /// - Returns: its path.
    static func provide() throws -> String {
        // The kernel's processor, which executes it, whatever the image was made for.
        let processor = HostSystem.processor
        guard let launcher = AgentLauncher(processor: processor) else {
            throw LauncherFileError(reason: "there is none for the processor '\(processor)'")
        }
        let name = "launcher-\(launcher.processor)-\(RunOptions.digest(launcher.program))"
        guard let folder = folders.first(where: allowsPrograms) else {
            throw LauncherFileError(reason: "no program may be executed in any of \(folders.joined(separator: ", "))")
        }
        let path = "\(folder)/\(name)"
        if (try? Data(contentsOf: URL(filePath: path))) == Data(launcher.program) { return path }
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            // Under another name first: another process may mount it at this moment.
            let draft = "\(path).\(getpid())"
            try Data(launcher.program).write(to: URL(filePath: draft))
            chmod(draft, 0o755)
            guard rename(draft, path) == 0 else { throw LauncherFileError(reason: String(cString: strerror(errno))) }
        } catch is CocoaError {
            throw LauncherFileError(reason: "cannot write '\(path)'")
        }
        return path
    }

    private static var folders: [String] {
        let environment = ProcessInfo.processInfo.environment
        if getuid() == 0 { return ["/var/lib/aac-runtime", RunFiles.base] }
        let data = environment["XDG_DATA_HOME"] ?? environment["HOME"].map { "\($0)/.local/share" }
        return (data.map { ["\($0)/aac-runtime"] } ?? []) + [RunFiles.base]
    }

    /// Whether the file system of a folder, or of the nearest one above that is there, executes programs and can be written to.
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
