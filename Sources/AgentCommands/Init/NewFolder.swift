import Diagnostics
import FoundationEssentials
import Glibc

/// A folder that `init` writes into the current one, and never over anything.
struct NewFolder {
    /// A path in the folder, and the text.
    typealias File = (path: String, text: String)

    let name: String
    let files: [File]

    /// Writes the files, and prints their paths.
    ///
    /// - Throws: ``CommandError`` when the folder is there already, or cannot be written.
    func write(in context: CommandContext) async throws {
        let folder = "\(ProjectName.currentFolder)/\(name)"
        guard access(folder, F_OK) != 0 else {
            throw CommandError(.usage, "'\(name)' is there already", hint: "choose another name, or remove it")
        }
        do {
            for file in files {
                let url = URL(filePath: "\(folder)/\(file.path)")
                try FileManager.default.createDirectory(
                    at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(file.text.utf8).write(to: url, options: .withoutOverwriting)
            }
        } catch {
            throw CommandError(.inputOutput, "cannot write the folder '\(name)'", underlying: [error])
        }
        try await context.output.write(files.map { "\(name)/\($0.path)\n" }.joined())
    }
}
