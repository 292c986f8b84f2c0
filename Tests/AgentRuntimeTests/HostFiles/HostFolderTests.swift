import AgentTesting
import FoundationEssentials
import Glibc
import Testing

@testable import AgentRuntime

/// Whoever can write to a folder above may put links, and folders of others, in the place of ours.
@Suite(.timeLimit(.minutes(5))) struct HostFolderTests {
    /// A folder that goes with the instance: `ours`, which is opened, and `theirs` with a file that has to stay.
    private final class Ground {
        let path: String
        let folder: HostFolder

        init(_ lookup: HostFolder.Lookup) throws {
            path = "/tmp/\(TestEngine.uniqueName("ground"))"
            for name in ["", "/ours", "/theirs"] { mkdir(path + name, 0o700) }
            try Data("stays".utf8).write(to: URL(filePath: "\(path)/theirs/file"))
            folder = try #require(try HostFolder.open("\(path)/ours", lookup: lookup))
        }

        var theirsIsThere: Bool { (try? Data(contentsOf: URL(filePath: "\(path)/theirs/file"))) == Data("stays".utf8) }

        deinit { try? FileManager.default.removeItem(atPath: path) }
    }

    @Test(arguments: HostFolder.Lookup.allCases) func linksAreNotFollowed(_ lookup: HostFolder.Lookup) throws {
        let ground = try Ground(lookup)
        symlink("\(ground.path)/theirs", "\(ground.path)/ours/run")
        symlink("\(ground.path)/theirs/file", "\(ground.path)/ours/link")
        #expect(throws: HostFileError.self) { try ground.folder.folder("run") }
        #expect(throws: HostFileError.self) { try ground.folder.folder("run", making: 0o700) }
        #expect(throws: HostFileError.self) { try ground.folder.removeFolder("run") }
        #expect(throws: HostFileError.self) { try ground.folder.openFile("link", O_WRONLY) }
        #expect(throws: HostFileError.self) { try ground.folder.create("link", mode: 0o600) }
        #expect(throws: HostFileError.self) { try HostFolder.open("\(ground.path)/ours/run", lookup: lookup) }
        #expect(ground.theirsIsThere)
    }

    @Test(arguments: HostFolder.Lookup.allCases)
    func linksInAFolderThatGoesAreRemovedThemselves(_ lookup: HostFolder.Lookup) throws {
        let ground = try Ground(lookup)
        let run = try #require(try ground.folder.folder("run", making: 0o700))
        _ = try run.write("x".utf8, to: "0", mode: 0o444)
        mkfifo("\(run.path)/gate", 0o600)
        symlink("\(ground.path)/theirs/file", "\(run.path)/file")
        symlink("\(ground.path)/theirs", "\(run.path)/folder")
        link("\(ground.path)/theirs/file", "\(run.path)/hard")
        mkdir("\(run.path)/below", 0o700)
        #expect(try ground.folder.removeFolder("run"))
        #expect(try ground.folder.names() == [])
        #expect(ground.theirsIsThere)
        #expect(try !ground.folder.removeFolder("run"))
    }

    @Test(arguments: HostFolder.Lookup.allCases) func namesLeadNowhereElse(_ lookup: HostFolder.Lookup) throws {
        let ground = try Ground(lookup)
        for name in ["../theirs", "..", ".", "", "a/b", "/tmp", "\(ground.path)/theirs", "a\u{0}b"] {
            #expect(throws: HostFileError.self, "\(name)") { try ground.folder.folder(name) }
            #expect(throws: HostFileError.self, "\(name)") { try ground.folder.removeFolder(name) }
            #expect(throws: HostFileError.self, "\(name)") { try ground.folder.removeFile(name) }
            #expect(throws: HostFileError.self, "\(name)") { try ground.folder.removeEmptyFolder(name) }
            #expect(throws: HostFileError.self, "\(name)") { try ground.folder.create(name, mode: 0o600) }
        }
        #expect(ground.theirsIsThere)
    }

    @Test(arguments: HostFolder.Lookup.allCases) func foldersOfOthersAreRefused(_ lookup: HostFolder.Lookup) throws {
        let ground = try Ground(lookup)
        let path = "\(ground.path)/ours/run"
        for mode: mode_t in [0o770, 0o707, 0o722, 0o750] {
            mkdir(path, 0o700)
            chmod(path, mode)
            #expect(throws: HostFileError.self, "\(mode)") { try ground.folder.folder("run", making: 0o700) }
            rmdir(path)
        }
        try #require(getuid() == 0, "only root can give folders away")
        mkdir(path, 0o700)
        chown(path, 1234, 1234)
        #expect(throws: HostFileError.self) { try ground.folder.folder("run", making: 0o700) }
        #expect(throws: HostFileError.self) { try ground.folder.removeFolder("run") }
        #expect(access(path, F_OK) == 0)
        // The one that is ours, in one where others can replace it.
        mkdir("\(path)/inner", 0o700)
        #expect(throws: HostFileError.self) { try HostFolder.open("\(path)/inner", lookup: lookup) }
        chown(path, 0, 0)
        chmod(path, 0o777)
        #expect(throws: HostFileError.self) { try HostFolder.open("\(path)/inner", lookup: lookup) }
        // As /tmp is.
        chmod(path, 0o1777)
        #expect(try HostFolder.open("\(path)/inner", lookup: lookup) != nil)
    }

    @Test(arguments: HostFolder.Lookup.allCases) func otherFileSystemsAreNotEntered(_ lookup: HostFolder.Lookup) throws
    {
        // Both are there on every host, and are of two file systems.
        let system = try #require(try HostFolder.open("/sys", lookup: lookup))
        #expect(throws: HostFileError.self) { try system.folder("fs/cgroup") }
        let fs = try #require(try system.folder("fs", isPrivate: false))
        #expect(throws: HostFileError.self) { try fs.folder("cgroup", isPrivate: false) }
    }

    @Test func anOpenFolderStaysTheSame() throws {
        let ground = try Ground(.kernel)
        let run = try #require(try ground.folder.folder("run", making: 0o700))
        _ = try run.write("x".utf8, to: "file", mode: 0o600)
        rename("\(ground.path)/ours", "\(ground.path)/moved")
        symlink("\(ground.path)/theirs", "\(ground.path)/ours")
        try run.removeFile("file")
        try ground.folder.removeFolder("run")
        #expect(ground.theirsIsThere)
        #expect(access("\(ground.path)/moved/run", F_OK) != 0)
    }
}
