import Glibc

/// Finds the file of a program: one with a slash is relative to the working directory, any other is looked for in `PATH`.
struct ProgramLookup {
    private let program: HostProgram

    init(_ program: HostProgram) { self.program = program }

    /// The absolute path of a file that can be executed.
    func path() throws(ProgramError) -> String {
        let name = program.name
        guard Self.kind(of: program.directory) == S_IFDIR else {
            throw error(.notFound, "cannot be run: there is no folder '\(program.directory)'", nil)
        }
        guard !(program.command + Array(program.environment.values)).contains(where: { $0.utf8.contains(0) }) else {
            throw error(.notStarted, "cannot be run: its arguments or its environment contain a NUL character", nil)
        }
        if name.contains("/") {
            let path = name.hasPrefix("/") ? name : "\(program.directory)/\(name)"
            try check(path)
            return path
        }
        let folders = (program.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":")
        let found = folders.lazy.filter { $0.hasPrefix("/") }.map { "\($0)/\(name)" }
            .first { Self.kind(of: $0) == S_IFREG && access($0, X_OK) == 0 }
        if let found { return found }
        let isHere = !name.isEmpty && Self.kind(of: "\(program.directory)/\(name)") == S_IFREG
        throw error(
            .notFound, "is not in PATH",
            isHere
                ? "write './\(name)' for the one in \(program.directory)"
                : "install it, or name it with a path relative to \(program.directory)")
    }

    /// Why the system refused to start a file that could be found.
    func refusal(_ number: CInt, path: String) -> ProgramError {
        let reason = String(cString: strerror(number))
        return switch number {
        case ENOENT:
            error(
                .notExecutable, "cannot be run: the interpreter of '\(path)' is not there",
                "check its first line, '#!…', and the interpreter's path in it")
        case ENOEXEC:
            error(
                .notExecutable, "cannot be run: '\(path)' is neither a program of this machine nor a script",
                "a script begins with a line such as '#!/bin/sh'")
        default: error(.notStarted, "cannot be run: '\(path)': \(reason)", nil)
        }
    }

    private func check(_ path: String) throws(ProgramError) {
        switch Self.kind(of: path) {
        case nil:
            throw error(
                .notFound, "is not there: no file '\(path)'", "paths are relative to the manifest's folder")
        case S_IFDIR: throw error(.notExecutable, "is a folder: '\(path)'", "name the program in it")
        default:
            guard access(path, X_OK) != 0 else { return }
            throw error(.notExecutable, "cannot be executed: '\(path)'", "make it executable with 'chmod +x \(path)'")
        }
    }

    private func error(_ code: ProgramError.Code, _ message: String, _ hint: String?) -> ProgramError {
        ProgramError(code, program: program.name, message, hint: hint)
    }

    private static func kind(of path: String) -> mode_t? {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
    }
}
