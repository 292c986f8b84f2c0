import AgentRuntime
import ArgumentParser
import Diagnostics
import Glibc

/// `--mount-allow`.
struct MountOptions: ParsableArguments {
    @Option(
        name: .customLong("mount-allow"), parsing: .singleValue,
        help: ArgumentHelp(
            "Let agents have mounts of this folder and what is beneath it, beside those of the project's folder; repeatable.",
            valueName: "folder"), completion: .directory)
    var folders: [String] = []

    /// The folders as they are now, without links.
    ///
    /// - Throws: ``CommandError`` for one that is not there.
    func resolved() throws -> [String] {
        try folders.map { folder in
            guard let real = realpath(folder, nil) else {
                throw CommandError(
                    .usage, "--mount-allow: '\(folder)' cannot be found: \(String(cString: strerror(errno)))",
                    hint: "name a folder of this host")
            }
            defer { free(real) }
            return String(cString: real)
        }
    }
}
