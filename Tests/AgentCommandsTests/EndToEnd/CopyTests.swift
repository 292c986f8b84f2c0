import AgentTesting
import EngineAPI
import Foundation
import Glibc
import Subprocess
import SystemPackage
import Testing

@testable import AgentCommands

@Suite(.timeLimit(.minutes(10))) struct CopyTests {
    @Test(arguments: TestEngine.allCases)
    func filesAndFoldersGoInAndComeBack(_ engine: TestEngine) async throws {
        try await Project.with(engine, [.idle("one")]) { project in
            let folder = try TemporaryFolder(named: "copy")
            try folder.write("first\n", to: "data/a file.txt")
            try folder.write("second\n", to: "data/below/-dash & comma,.txt")
            try FileManager.default.createSymbolicLink(
                atPath: folder.path.appending("data/link").string, withDestinationPath: "a file.txt")

            try await project.copy(folder, "data", "one:/etc")
            try await project.copy(folder, "data", "one:/new, & named")
            try await project.copy(folder, "data/.", "one:/new, & named/below")
            try await project.copy(folder, "data/below/-dash & comma,.txt", "one:/etc/a,&\\b")
            try await project.copy(folder, "data/link", "one:/etc/followed")
            let found = try await project.run(
                "exec", "one", "--", "sh", "-c",
                "cat '/etc/data/a file.txt' '/new, & named/below/a file.txt' '/etc/a,&\\b' /etc/data/link; "
                    + "readlink /etc/data/link; readlink /etc/followed; stat -c %u:%g /etc/data /etc/data/below")
            #expect(found.output == "first\nfirst\nsecond\nfirst\na file.txt\n0:0\n0:0\n", "\(found.errors)")

            try await project.copy(folder, "one:/etc/data", "back")
            try await project.copy(folder, "one:/etc/data", "back")
            try await project.copy(folder, "one:etc/data/below/.", ".")
            try await project.copy(folder, "one:/etc/data/a file.txt", "./na:me")
            try await project.copy(folder, "one:/etc/data/link", "back/link file")
            #expect(try folder.read("back/a file.txt") == "first\n")
            #expect(try folder.read("back/data/below/-dash & comma,.txt") == "second\n")
            #expect(try folder.read("-dash & comma,.txt") == "second\n")
            #expect(try folder.read("na:me") == "first\n")
            #expect(try folder.read("back/link file") == "first\n")
            #expect(
                try FileManager.default.destinationOfSymbolicLink(
                    atPath: folder.path.appending("back/data/link").string) == "a file.txt")
            let whole = try await project.copies(folder, "one:/", "root")
            #expect(whole.status == 0, "\(whole.errors)")
            #expect(try folder.read("root/etc/data/a file.txt") == "first\n")
            #expect(folder.leftovers.isEmpty)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func memoryIsReachedAndReadOnlyPathsAreNot(_ engine: TestEngine) async throws {
        let caged = Project.Agent("one", ["sleep", "600"]) {
            $0.user = "1234:1235"
            $0.host = HostConfiguration()
            $0.host?.readOnlyRootFilesystem = true
            $0.host?.tmpfs = ["/scratch": "mode=1777"]
        }
        try await Project.with(engine, [caged]) { project in
            let folder = try TemporaryFolder(named: "copy")
            try folder.write("first\n", to: "data/a")
            try await project.copy(folder, "data", "one:/scratch")
            try await project.copy(folder, "data/a", "one:/scratch/b")
            try await project.copy(folder, "data/a", "one:/scratch/data/../c")
            let found = try await project.run(
                "exec", "one", "--", "sh", "-c", "cd /scratch && cat data/a b c && stat -c %u:%g data/a b")
            #expect(found.output == "first\nfirst\nfirst\n1234:1235\n1234:1235\n", "\(found.errors)")
            try await project.copy(folder, "one:/scratch", "back")
            #expect(try folder.read("back/data/a") == "first\n")
            #expect(try folder.read("back/b") == "first\n")

            let refused = try await project.copies(folder, "data", "one:/etc")
            #expect(refused.status == 1)
            #expect(refused.errors.contains("read-only at '/etc'"))
            #expect(refused.errors.contains("/scratch"))
            let unwritable = try await project.copies(folder, "data", "one:/dev")
            #expect(unwritable.status == 1, "\(unwritable.errors)")
            #expect(folder.leftovers.isEmpty)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func copiesBelongToTheAgent(_ engine: TestEngine) async throws {
        let other = Project.Agent("one", ["sleep", "600"]) { $0.user = "1234:1235" }
        try await Project.with(engine, [other]) { project in
            let folder = try TemporaryFolder(named: "copy")
            try folder.write("first\n", to: "data/a")
            try await project.copy(folder, "data", "one:/etc")
            let owners = try await project.run("exec", "one", "--", "stat", "-c", "%u:%g", "/etc/data", "/etc/data/a")
            #expect(owners.output == "1234:1235\n1234:1235\n")
        }
    }

    @Test(arguments: TestEngine.allCases)
    func archivesPassThrough(_ engine: TestEngine) async throws {
        try await Project.with(engine, [.idle("one")]) { project in
            let folder = try TemporaryFolder(named: "copy")
            try folder.write("first\n", to: "data/a")
            let piped = try await project.shell(
                folder, "tar -c data | \"$0\" cp $1 - one:/etc && \"$0\" cp $1 one:/etc/data - | tar -tf -")
            #expect(piped.output.replacing("/\n", with: "\n") == "data\ndata/a\n", "\(piped.errors)")
            let packed = try await project.shell(folder, "tar -cz data | \"$0\" cp $1 - one:/etc/data")
            #expect(packed.status == 74)
            #expect(packed.errors.contains("not a tar archive"))
            let nowhere = try await project.shell(folder, "tar -c data | \"$0\" cp $1 - one:/nowhere")
            #expect(nowhere.status == 1)
            #expect(nowhere.errors.contains("no folder '/nowhere'"))
        }
    }

    @Test(arguments: TestEngine.allCases)
    func stoppedAgentsHaveTheirFiles(_ engine: TestEngine) async throws {
        let ended = Project.Agent("one", ["sh", "-c", "echo last > /etc/words"]) {
            $0.host = HostConfiguration()
            $0.host?.tmpfs = ["/scratch": ""]
        }
        try await Project.with(engine, [ended]) { project in
            let folder = try TemporaryFolder(named: "copy")
            try await project.copy(folder, "one:/etc/words", ".")
            #expect(try folder.read("words") == "last\n")
            try await project.copy(folder, "words", "one:/etc/again")
            try await project.copy(folder, "one:/etc", ".")
            #expect(try folder.read("etc/again") == "last\n")
            let memory = try await project.copies(folder, "words", "one:/scratch")
            #expect(memory.status == 1)
            #expect(memory.errors.contains("in memory"))
        }
    }

    @Test(arguments: TestEngine.allCases)
    func mistakesAreNamedAndLeaveNothing(_ engine: TestEngine) async throws {
        try await Project.with(engine, [.idle("one")]) { project in
            let folder = try TemporaryFolder(named: "copy")
            try folder.write("first\n", to: "file")
            try folder.write("second\n", to: "data/a")
            let cases: [(words: [String], status: Int32, text: String)] = [
                (["file", "data"], 64, "no agent is named"),
                (["one:/a", "one:/b"], 64, "one side must be a path of this host"),
                (["two:/etc", "."], 1, "no agent 'two'"),
                (["one:/nope", "."], 1, "no file or folder '/nope'"),
                (["one:/etc/hostname/", "."], 1, "'/etc/hostname' in the container is not a folder"),
                (["one:/etc", "file"], 74, "is not a folder"),
                (["one:/etc/hostname", "nowhere/"], 74, "there is no folder"),
                (["one:/etc/hostname", "nowhere/below"], 74, "there is no folder"),
                (["one:/etc/hostname", "/dev/null"], 74, "neither a file nor a folder"),
                (["nope", "one:/etc"], 74, "cannot read"),
                (["file/", "one:/etc"], 74, "is not a folder"),
                (["/dev/null", "one:/etc"], 74, "neither a file nor a folder"),
                (["file", "one:/nowhere/"], 1, "no folder '/nowhere'"),
                (["file", "one:/nowhere/below"], 1, "no folder '/nowhere'"),
                (["data", "one:/etc/hostname"], 1, "is not a folder"),
            ]
            for (words, status, text) in cases {
                let result = try await project.copies(folder, words[0], words[1])
                #expect(result.status == status, "\(words): \(result.errors)")
                #expect(result.errors.contains(text), "\(words): \(result.errors)")
            }
            #expect(folder.leftovers.isEmpty)
            #expect(try folder.read("file") == "first\n")
        }
    }

    @Test(arguments: TestEngine.allCases)
    func nothingHarmfulArrives(_ engine: TestEngine) async throws {
        let script = """
            mkdir -p /etc/bad/locked /etc/bad/dir && cd /etc/bad && mkfifo pipe && mknod disk b 8 0 && echo x > setuid \
            && chmod 6755 setuid && echo x > locked/file && chmod 0 locked && ln -s /etc dir/etc && echo done > /etc/done
            """
        let bad = Project.Agent("one", ["sh", "-c", script]) {
            $0.host = HostConfiguration(); $0.host?.addedCapabilities = ["MKNOD"]
        }
        try await Project.with(engine, [bad]) { project in
            let folder = try TemporaryFolder(named: "copy")
            let result = try await project.copies(folder, "one:/etc/bad", ".")
            #expect(result.status == 0, "\(result.errors)")
            #expect(result.errors.contains("2 devices, pipes or sockets were not copied"))
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path.appending("bad").string)
            #expect(names.sorted() == ["dir", "locked", "setuid"])
            #expect(folder.mode("bad/setuid") & 0o7000 == 0)
            #expect(folder.mode("bad/locked") & 0o700 == 0o700)
            #expect(try folder.read("bad/locked/file") == "x\n")
            // A second copy does not write through the link that the first one brought.
            try FileManager.default.removeItem(atPath: folder.path.appending("bad/dir").string)
            try FileManager.default.createSymbolicLink(
                atPath: folder.path.appending("bad/dir").string, withDestinationPath: "/tmp")
            let again = try await project.copies(folder, "one:/etc/bad/.", "bad")
            #expect(again.status == 74, "\(again.errors)")
            #expect(again.errors.contains("is not a folder"))
            #expect(folder.leftovers.isEmpty)
        }
    }

    /// A container whose own tar sends what no honest one does.
    @Test(arguments: TestEngine.allCases)
    func archivesThatReachOutAreKeptIn(_ engine: TestEngine) async throws {
        let liar = Project.Agent("one", ["sleep", "600"]) {
            $0.host = HostConfiguration(); $0.host?.tmpfs = ["/scratch": "exec"]
        }
        try await Project.with(engine, [liar]) { project in
            let folder = try TemporaryFolder(named: "copy")
            try folder.write("before\n", to: "victim")
            let victim = folder.path.appending("victim").string
            // An archive of: a link out and a file through it, `..`, an absolute path, and a hard link to a file of the host.
            let script = """
                import io, sys, tarfile
                out = tarfile.open(sys.argv[1], 'w', format=tarfile.GNU_FORMAT)
                def add(name, kind=tarfile.REGTYPE, link='', data=b''):
                    entry = tarfile.TarInfo(name); entry.type = kind; entry.linkname = link; entry.size = len(data); entry.mode = 0o777
                    out.addfile(entry, io.BytesIO(data))
                add('data', tarfile.DIRTYPE)
                add('data/out', tarfile.SYMTYPE, sys.argv[2].rsplit('/', 1)[0])
                add('data/out/victim', data=b'after\\n')
                add('data/../../victim', data=b'after\\n')
                add('data/hard', tarfile.LNKTYPE, sys.argv[2])
                add('data/hard', data=b'after\\n')
                add(sys.argv[2], data=b'after\\n')
                out.close()
                """
            try folder.write(script, to: "evil.py")
            let made = try await project.shell(folder, "python3 evil.py evil.tar '\(victim)'")
            #expect(made.status == 0, "\(made.errors)")
            try await project.copy(folder, "evil.tar", "one:/etc/evil.tar")
            try folder.write("#!/bin/sh\nexec cat /etc/evil.tar\n", to: "tar")
            try await project.exec(in: try await project.id(of: "one"), "mkdir /scratch/data")
            let installed = try await project.shell(
                folder, "chmod +x tar && \"$0\" cp $1 tar one:/bin/tar2 && \"$0\" exec $1 one -- mv /bin/tar2 /bin/tar")
            #expect(installed.status == 0, "\(installed.errors)")
            let result = try await project.copies(folder, "one:/scratch/data", "got")
            #expect(result.status == 74, "\(result.errors)")
            #expect(try folder.read("victim") == "before\n")
            #expect(folder.leftovers.isEmpty)
            #expect(folder.mode("got") == 0)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func anInterruptedCopyLeavesNothing(_ engine: TestEngine) async throws {
        let endless = Project.Agent("one", ["sleep", "600"]) {
            $0.host = HostConfiguration(); $0.host?.tmpfs = ["/scratch": ""]
        }
        try await Project.with(engine, [endless]) { project in
            let folder = try TemporaryFolder(named: "copy")
            // A tar that never ends, whose first bytes are an archive.
            try await project.exec(
                in: try await project.id(of: "one"),
                "mkdir /scratch/d && head -c 1000000 /dev/zero > /scratch/d/f && tar -c -C /scratch d > /etc/head && rm /bin/tar "
                    + "&& printf '#!/bin/sh\\nhead -c 500000 /etc/head\\nsleep 600\\n' > /bin/tar && chmod +x /bin/tar")
            let result = try await project.shell(
                folder,
                """
                "$0" cp $1 one:/scratch/d got & copy=$!
                until ls -d .aac-runtime-cp-*/d/f > /dev/null 2>&1; do kill -0 $copy || exit 99; sleep 0.05; done
                kill -INT $copy; wait $copy
                """)
            #expect(result.status == 130, "\(result.errors)")
            #expect(folder.leftovers.isEmpty)
            #expect(folder.mode("got") == 0)
        }
    }
}

extension Project {
    /// Copies, and expects that it works and says nothing.
    fileprivate func copy(_ folder: TemporaryFolder, _ source: String, _ destination: String) async throws {
        let result = try await copies(folder, source, destination)
        #expect(result.status == 0, "cp \(source) \(destination): \(result.errors)")
        #expect(result.output + result.errors == "")
    }

    fileprivate func copies(_ folder: TemporaryFolder, _ source: String, _ destination: String) async throws
        -> Tool.Result
    {
        try await Tool.run(["cp"] + options + ["--", source, destination], folder: folder.path)
    }

    /// Runs a script of a shell in a folder: `$0` is the tool, `$1` its options for this project.
    fileprivate func shell(_ folder: TemporaryFolder, _ script: String) async throws -> Tool.Result {
        let result = try await Subprocess.run(
            .name("bash"), arguments: ["-c", script, Tool.path.string, options.joined(separator: " ")],
            environment: Tool.variables([:]), workingDirectory: folder.path, input: .none,
            output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
        return Tool.Result(
            status: Tool.status(result.terminationStatus), output: result.standardOutput, errors: result.standardError)
    }
}

extension TemporaryFolder {
    fileprivate func read(_ name: String) throws -> String {
        try String(contentsOfFile: path.appending(name).string, encoding: .utf8)
    }

    /// The permission bits; 0 when it is not there.
    fileprivate func mode(_ name: String) -> mode_t {
        var status = stat()
        return lstat(path.appending(name).string, &status) == 0 ? status.st_mode & 0o7777 : 0
    }

    /// What a copy used on its way.
    fileprivate var leftovers: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path.string)) ?? []).filter { $0.hasPrefix(".aac") }
    }
}
