import AgentTesting
import AgentValues
import EngineAPI
import FoundationEssentials
import Glibc
import Testing

@testable import AgentRuntime

@Suite(.timeLimit(.minutes(5))) struct SecretFilesTests {
    private let project = TestEngine.uniqueName("secrets")

    private let engine = EngineAddress.unix(path: "/nowhere.sock")

    private func files(_ agent: String = "c", on engine: EngineAddress? = nil) -> SecretFiles {
        SecretFiles(of: AgentIdentity.testing(project: project, agent: agent), on: engine ?? self.engine)
    }

    /// The folder of the project's secrets on the engine.
    private var projectFolder: String {
        "\(HostState.memoryBase)/secrets/\(HostState.name(ofProject: project, on: engine))"
    }

    private func status(_ path: String) throws -> stat {
        var status = stat()
        try #require(lstat(path, &status) == 0, "\(path)")
        return status
    }

    private func values(of agent: String = "c") -> [[UInt8]] {
        SecretFiles.values(project: project, agent: agent, replica: 1).map(\.bytes)
    }

    @Test func filesAreForTheAgentAlone() throws {
        let files = self.files()
        defer { try? files.remove() }
        try files.prepare()
        try files.write(["a": SecretValue("hunter22"), "b": SecretValue("x")], owner: 1234)
        #expect(MountTable.own.isInMemory(files.folder))
        #expect(try status("\(files.folder)/a").st_mode & 0o7777 == (getuid() == 0 ? 0o400 : 0o444))
        if getuid() == 0 { #expect(try status("\(files.folder)/a").st_uid == 1234) }
        #expect(try status(projectFolder).st_mode & 0o7777 == 0o700)
        #expect(try status(files.folder).st_mode & 0o7777 == 0o755)
        #expect(Set(values()) == [Array("hunter22".utf8), Array("x".utf8)])
    }

    @Test func filesAreOverwrittenBeforeTheyGo() throws {
        let files = self.files()
        try files.prepare()
        try files.write(["a": SecretValue("hunter22")], owner: getuid())
        // Whoever has the file open, as a container's mount has, sees what becomes of it.
        let open = try FileHandle(forReading: "\(files.folder)/a")
        defer { close(open.descriptor) }
        try files.remove()
        #expect(open.content == [UInt8](repeating: 0, count: 8))
        #expect(access(projectFolder, F_OK) != 0)
        try files.remove()
        #expect(values().isEmpty)
    }

    @Test func whatAKilledProcessLeftGoesWithTheProject() throws {
        for name in ["c1", "c2"] {
            let files = self.files(name)
            try files.prepare()
            try files.write(["a": SecretValue("hunter22")], owner: 1234)
        }
        #expect(try SecretFiles.removeAll(ofProject: project, on: engine))
        #expect(try !SecretFiles.removeAll(ofProject: project, on: engine))
        #expect(access(projectFolder, F_OK) != 0)
    }

    /// The same project and the same agent run on two engines.
    @Test func anotherEnginesSecretsStay() throws {
        let other = EngineAddress.unix(path: "/elsewhere.sock")
        let (here, there) = (files(), files(on: other))
        for (files, value) in [(here, "here"), (there, "there")] {
            try files.prepare()
            try files.write(["a": SecretValue(value)], owner: getuid())
        }
        #expect(try SecretFiles.removeAll(ofProject: project, on: engine))
        #expect(values() == [Array("there".utf8)])
        #expect(try SecretFiles.removeAll(ofProject: project, on: other))
        #expect(values().isEmpty)
    }

    /// An engine can be called by other addresses than the one at which the container was made.
    @Test func theFilesOfARunThatIsGoneGoByAnyAddress() throws {
        let identity = AgentIdentity.testing(project: project, agent: "c")
        let files = SecretFiles(of: identity, on: .unix(path: "/elsewhere.sock"))
        let other = self.files(on: .unix(path: "/elsewhere.sock"))
        for files in [files, other] {
            try files.prepare()
            try files.write(["a": SecretValue("x")], owner: getuid())
        }
        try SecretFiles.remove(of: identity)
        #expect(access(files.folder, F_OK) != 0 && access(other.folder, F_OK) == 0)
        try other.remove()
    }

    /// Containers of one project come and go at once, and the folder above them is removed with the last.
    @Test func runsOfOneProjectDoNotDisturbEachOther() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<8 {
                group.addTask {
                    let files = self.files("c\(number)")
                    for _ in 0..<200 {
                        try files.prepare()
                        try files.write(["a": SecretValue("hunter22")], owner: getuid())
                        try files.remove()
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    @Test func aFolderOfSomebodyElseIsRefused() throws {
        let folder = projectFolder
        try FileManager.default.createDirectory(
            atPath: "\(HostState.memoryBase)/secrets", withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        mkdir(folder, 0o777)
        chmod(folder, 0o777)
        // Something of theirs keeps it from being taken for a leftover.
        mkdir("\(folder)/theirs", 0o755)
        #expect(throws: HostFileError.self) {
            try files().prepare()
        }
        rmdir("\(folder)/theirs")
        rmdir(folder)
        symlink("/tmp", folder)
        defer { unlink(folder) }
        #expect(throws: HostFileError.self) {
            try files().prepare()
        }
    }

    /// An open file of this test.
    private struct FileHandle {
        let descriptor: Int32

        init(forReading path: String) throws {
            descriptor = open(path, O_RDONLY)
            try #require(descriptor >= 0)
        }

        var content: [UInt8] {
            var bytes = [UInt8](repeating: 1, count: 64)
            let count = pread(descriptor, &bytes, bytes.count, 0)
            return Array(bytes.prefix(max(0, count)))
        }
    }
}
