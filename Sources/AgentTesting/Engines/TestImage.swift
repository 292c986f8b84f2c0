internal import EngineAPI
internal import HTTPTransport
internal import Synchronization
internal import SystemPackage

extension TestEngine {
    /// Sees to it that ``image`` is there: Debian's static busybox with links for its commands, an empty `/tmp`, and
    /// users `root` and `nobody`. Its command is `sh`.
    ///
    /// It is imported once, however many tests ask at the same time, and stays for the next run.
    /// - Throws: `EngineError`, or ``TestEngineError`` where the package `busybox-static` is missing.
    public func ensureTestImage() async throws {
        try skipIfNotThere()
        try await TestImage.tasks.withLock { tasks in
            if let task = tasks[self] { return task }
            let task = Task { try await TestImage.provide(on: connect()) }
            tasks[self] = task
            return task
        }.value
    }
}

enum TestImage {
    static let tasks = Mutex<[TestEngine: Task<Void, any Error>]>([:])

    private static let commands = [
        "[", "awk", "base64", "basename", "cat", "chgrp", "chmod", "chown", "cp", "cut", "date", "dd", "df", "dirname",
        "du",
        "echo", "env", "expr", "false", "find", "grep", "gunzip", "gzip", "head", "hostname", "httpd", "id", "ifconfig",
        "ip",
        "kill", "killall", "ln", "ls", "md5sum", "mkdir", "mkfifo", "mktemp", "mount", "mv", "nc", "nslookup", "pidof",
        "ping",
        "printf", "ps", "pwd", "readlink", "rm", "rmdir", "route", "sed", "seq", "setsid", "sh", "sha256sum", "sleep",
        "sort",
        "stat", "stty", "su", "sync", "tail", "tar", "tee", "telnet", "test", "timeout", "touch", "tr", "true", "tty",
        "umount",
        "uname", "uniq", "unlink", "uptime", "usleep", "vi", "wc", "wget", "which", "whoami", "xargs", "yes",
    ]

    /// Imports the image where it is not there yet.
    static func provide(on engine: EngineClient) async throws {
        let (repository, tag) = ("aac-test/busybox", "2")
        do {
            _ = try await engine.images.inspect("\(repository):\(tag)")
            return
        } catch let error as EngineError where error.code == .notFound {}
        try await engine.images.import(
            .bytes(archive().bytes), as: repository, tag: tag,
            changes: ["CMD [\"sh\"]", "ENV PATH=/bin"] + TestEngine.labels.map { "LABEL \($0)=\($1)" })
    }

    private static func archive() throws -> TestArchive {
        var archive = TestArchive()
        for folder in ["bin", "etc", "root"] { archive.addFolder(folder) }
        archive.addFolder("tmp", mode: 0o1777)
        archive.addFile("bin/busybox", try busybox(), mode: 0o755)
        for command in commands { archive.addLink("bin/\(command)", to: "busybox") }
        archive.addFile("etc/passwd", "root:x:0:0::/root:/bin/sh\nnobody:x:65534:65534::/:/bin/sh\n")
        archive.addFile("etc/group", "root:x:0:\nnogroup:x:65534:\n")
        return archive
    }

    private static func busybox() throws -> [UInt8] {
        do {
            let file = try FileDescriptor.open("/bin/busybox", .readOnly)
            return try file.closeAfter {
                var content: [UInt8] = []
                var chunk = [UInt8](repeating: 0, count: 1 << 20)
                while case let count = try chunk.withUnsafeMutableBytes({ try file.read(into: $0) }), count > 0 {
                    content += chunk[..<count]
                }
                return content
            }
        } catch {
            throw TestEngineError("cannot read /bin/busybox: \(error); install the package busybox-static")
        }
    }
}
