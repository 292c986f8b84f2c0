import Subprocess
import Synchronization
import SystemPackage
import Testing

@testable import AgentRuntime

/// The archive is unpacked and listed by the real `tar`.
@Suite(.timeLimit(.minutes(5))) struct BuildContextTests {
    private func archive(_ context: BuildContext) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for try await chunk in context { bytes += chunk }
        return bytes
    }

    static func tar(_ arguments: [String], input: [UInt8]) async throws -> String {
        let result = try await run(
            .name("tar"), arguments: Arguments(arguments),
            environment: .inherit.updating(["LC_ALL": "C.UTF-8", "TZ": "UTC"]),
            input: .array(input), output: .string(limit: 1 << 20), error: .string(limit: 1 << 16))
        #expect(result.terminationStatus.isSuccess, "tar: \(result.standardError)")
        #expect(result.standardError == "")
        return result.standardOutput
    }

    /// `mode path[ -> target]` of each entry.
    private func listing(_ bytes: [UInt8]) async throws -> [String] {
        try await Self.tar(["-tv", "--numeric-owner", "--quoting-style=literal"], input: bytes).split(separator: "\n")
            .map {
                line in
                let fields = line.split(separator: " ", maxSplits: 5)
                #expect(fields[1] == "0/0")
                return "\(fields[0]) \(fields[5])"
            }
    }

    @Test func sendsOnlyWhatIsAskedFor() async throws {
        let folder = try TemporaryFolder()
        for name in ["a/b/c/file", "a/b/other", "a/x", "main.py", "main.pyc", "z"] { try folder.add(name) }
        let context = BuildContext(
            folder: folder.path, rules: try IgnoreRules(lines: ["*.pyc"]),
            paths: ["a/b/c", "main.py", "main.pyc", "gone"])
        #expect(
            try await listing(archive(context)) == [
                "drwxr-xr-x a/", "drwxr-xr-x a/b/", "drwxr-xr-x a/b/c/", "-rw-r--r-- a/b/c/file", "-rw-r--r-- main.py",
            ])
    }

    @Test func keepsNamesModesAndLinks() async throws {
        let folder = try TemporaryFolder()
        let long = String(repeating: "l", count: 120)
        try folder.addFolder("empty", mode: 0o711)
        try folder.add("b/run", "#!/bin/sh\n", mode: 0o4755)
        try folder.add("b/secret", "s", mode: 0o600)
        try folder.add("a-empty")
        try folder.add("ünï ©ode/ñ", "x")
        try folder.add("\(long)/\(long)/\(long)", "deep")
        try folder.addLink("link", to: "b/run")
        try folder.addLink("outside", to: "/etc/passwd")
        try folder.addLink("z-long", to: long + "/" + long)
        try folder.addLink("z-folder", to: "b")

        let bytes = try await archive(BuildContext(folder: folder.path))
        #expect(bytes.count % 512 == 0)
        #expect(
            try await listing(bytes) == [
                "-rw-r--r-- a-empty", "drwxr-xr-x b/", "-rwsr-xr-x b/run", "-rw------- b/secret", "drwx--x--x empty/",
                "lrwxrwxrwx link -> b/run", "drwxr-xr-x \(long)/", "drwxr-xr-x \(long)/\(long)/",
                "-rw-r--r-- \(long)/\(long)/\(long)", "lrwxrwxrwx outside -> /etc/passwd", "lrwxrwxrwx z-folder -> b",
                "lrwxrwxrwx z-long -> \(long)/\(long)", "drwxr-xr-x ünï ©ode/", "-rw-r--r-- ünï ©ode/ñ",
            ])
        let target = try TemporaryFolder()
        _ = try await Self.tar(["-xp", "-C", target.path], input: bytes)
        let same = try await run(
            .name("diff"), arguments: ["-r", "--no-dereference", folder.path, target.path], output: .string(limit: 4096)
        )
        #expect(same.terminationStatus.isSuccess, "\(same.standardOutput)")
        #expect(try await archive(BuildContext(folder: folder.path)) == bytes)
    }

    @Test(arguments: [0, 1, 511, 512, 513, 256 << 10, (256 << 10) + 1, 1_000_003])
    func keepsContentOfEverySize(_ size: Int) async throws {
        let folder = try TemporaryFolder()
        let content = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 8) }
        try folder.add("file", bytes: content)
        try folder.add("next", "n")
        let bytes = try await archive(BuildContext(folder: folder.path))
        let target = try TemporaryFolder()
        _ = try await Self.tar(["-x", "-C", target.path], input: bytes)
        let file = try FileDescriptor.open(FilePath(target["file"]), .readOnly)
        defer { try? file.close() }
        var buffer = [UInt8](repeating: 0, count: size + 1)
        let count = try buffer.withUnsafeMutableBytes { try file.read(into: $0) }
        #expect(count == size && Array(buffer.prefix(count)) == content)
    }

    @Test func givesReadableModes() async throws {
        let folder = try TemporaryFolder()
        try folder.add("a/run", mode: 0o700)
        try folder.add("a/secret", mode: 0o400)
        try folder.add("a/wide", mode: 0o666)
        let bytes = try await archive(BuildContext(folder: folder.path, modes: .readable))
        #expect(
            try await listing(bytes) == [
                "drwxr-xr-x a/", "-rwxr-xr-x a/run", "-rw-r--r-- a/secret", "-rw-r--r-- a/wide",
            ])
    }

    @Test func leavesOutWhatRulesIgnore() async throws {
        let folder = try TemporaryFolder()
        for name in [
            "keep.txt", ".env", "logs/a.log", "logs/keep/b.log", "node_modules/x/y.js", "src/main.py", "src/x.pyc",
        ] {
            try folder.add(name, name)
        }
        let rules = try IgnoreRules(lines: [".env", "node_modules", "**/*.pyc", "logs", "!logs/keep"])
        let bytes = try await archive(BuildContext(folder: folder.path, rules: rules))
        #expect(
            try await Self.tar(["-t"], input: bytes) == "keep.txt\nlogs/keep/\nlogs/keep/b.log\nsrc/\nsrc/main.py\n")
    }

    @Test func extraFilesTakeThePlaceOfTheFolders() async throws {
        let folder = try TemporaryFolder()
        try folder.add(".aac-runtime.Dockerfile", "theirs")
        try folder.add("main.py", "m")
        let extra = [
            ImageBuildPlan.GeneratedFile(path: ".aac-runtime.Dockerfile", text: "ours"),
            ImageBuildPlan.GeneratedFile(path: ".aac-runtime/pom.xml", text: ""),
        ]
        let bytes = try await archive(BuildContext(folder: folder.path, extraFiles: extra))
        #expect(try await Self.tar(["-t"], input: bytes) == ".aac-runtime.Dockerfile\n.aac-runtime/pom.xml\nmain.py\n")
        #expect(try await Self.tar(["-xO", ".aac-runtime.Dockerfile"], input: bytes) == "ours")
    }

    @Test func saysWhatIsNotSent() async throws {
        let folder = try TemporaryFolder()
        try folder.add("a")
        try folder.addPipe("b")
        try folder.addPipe("ignored")
        let notes = Mutex<[String]>([])
        let context = BuildContext(
            folder: folder.path, rules: try IgnoreRules(lines: ["ignored"]),
            note: { note in notes.withLock { $0.append(note) } })
        #expect(try await Self.tar(["-t"], input: archive(context)) == "a\n")
        #expect(notes.withLock { $0 } == ["'b' is a socket, pipe or device and is not sent"])
    }

    @Test func namesAFileThatShrinks() async throws {
        let folder = try TemporaryFolder()
        try folder.add("data", bytes: [UInt8](repeating: 1, count: 1 << 20))
        var iterator = BuildContext(folder: folder.path).makeAsyncIterator()
        _ = try await iterator.next()
        try folder.add("data", "short")
        let error = await #expect(throws: BuildError.self) { while try await iterator.next() != nil {} }
        #expect(error?.code == .fileChanged)
        #expect(error?.message.contains("'data'") == true)
    }

    @Test func aFileThatGrowsIsSentAsItWas() async throws {
        let folder = try TemporaryFolder()
        let size = 1 << 20
        try folder.add("data", bytes: [UInt8](repeating: 1, count: size))
        var iterator = BuildContext(folder: folder.path).makeAsyncIterator()
        var bytes = try await iterator.next() ?? []
        try folder.add("data", bytes: [UInt8](repeating: 1, count: size + 4096))
        while let chunk = try await iterator.next() { bytes += chunk }
        #expect(try await Self.tar(["-tv"], input: bytes).contains(" \(size) "))
    }

    @Test func namesAFolderThatIsNotThere() async {
        let error = await #expect(throws: BuildError.self) {
            _ = try await archive(BuildContext(folder: "/nonexistent/folder"))
        }
        #expect(error?.code == .contextMissing)
    }

    @Test func readsNoFurtherThanAsked() async throws {
        let folder = try TemporaryFolder()
        try folder.add("data", bytes: [UInt8](repeating: 1, count: 8 << 20))
        var iterator = BuildContext(folder: folder.path).makeAsyncIterator()
        let first = try await iterator.next() ?? []
        #expect(!first.isEmpty && first.count <= (256 << 10) + 1024)
    }

    @Test func endsWithItsTask() async throws {
        let folder = try TemporaryFolder()
        try folder.add("data", bytes: [UInt8](repeating: 1, count: 1 << 20))
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await archive(BuildContext(folder: folder.path)).count
        }
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func writesSizesBeyondUstar() async throws {
        let size: Int64 = 9 << 30
        var header = TarHeader(path: Array("huge".utf8), kind: .file(size: size), mode: 0o644, modified: 1)
        let result = try await run(
            .name("tar"), arguments: ["-tv"], input: .array(header.blocks), output: .string(limit: 4096),
            error: .string(limit: 4096))
        #expect(result.standardOutput.contains(" \(size) "))
        // The length of a record counts its own digits, also where they grow by one.
        for count in 80...120 {
            header = TarHeader(
                path: [UInt8](repeating: UInt8(ascii: "a"), count: count), kind: .folder, mode: 0o755,
                modified: 0)
            let name = String(repeating: "a", count: count)
            #expect(try await Self.tar(["-t"], input: header.blocks + TarHeader.end) == "\(name)/\n")
        }
    }
}
