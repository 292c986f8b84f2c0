import AgentTesting
import FoundationEssentials
import Glibc
import Testing

@testable import AgentRuntime

@Suite struct SecretFilesTests {
    private let project = TestEngine.uniqueName("secrets")

    private func status(_ path: String) throws -> stat {
        var status = stat()
        try #require(lstat(path, &status) == 0, "\(path)")
        return status
    }

    @Test func filesAreForTheAgentAlone() throws {
        let files = SecretFiles(of: AgentIdentity(project: project, agent: "c"))
        defer { try? files.remove() }
        try files.prepare()
        try files.write(["a": SecretValue("hunter22"), "b": SecretValue("x")], owner: 1234)
        #expect(MountTable.own.isInMemory(files.folder))
        #expect(try status("\(files.folder)/a").st_mode & 0o7777 == (getuid() == 0 ? 0o400 : 0o444))
        if getuid() == 0 { #expect(try status("\(files.folder)/a").st_uid == 1234) }
        #expect(try status(SecretFiles.folder(ofProject: project)).st_mode & 0o7777 == 0o700)
        #expect(try status(files.folder).st_mode & 0o7777 == 0o755)
        #expect(Set(files.values().map(\.bytes)) == [Array("hunter22".utf8), Array("x".utf8)])
    }

    @Test func filesAreOverwrittenBeforeTheyGo() throws {
        let files = SecretFiles(of: AgentIdentity(project: project, agent: "c"))
        try files.prepare()
        try files.write(["a": SecretValue("hunter22")], owner: getuid())
        // Whoever has the file open, as a container's mount has, sees what becomes of it.
        let open = try FileHandle(forReading: "\(files.folder)/a")
        defer { close(open.descriptor) }
        try files.remove()
        #expect(open.content == [UInt8](repeating: 0, count: 8))
        #expect(access(SecretFiles.folder(ofProject: project), F_OK) != 0)
        try files.remove()
        #expect(files.values().isEmpty)
    }

    @Test func whatAKilledProcessLeftGoesWithTheProject() throws {
        for name in ["c1", "c2"] {
            let files = SecretFiles(of: AgentIdentity(project: project, agent: name))
            try files.prepare()
            try files.write(["a": SecretValue("hunter22")], owner: 1234)
        }
        #expect(try SecretFiles.removeAll(ofProject: project))
        #expect(try !SecretFiles.removeAll(ofProject: project))
        #expect(access(SecretFiles.folder(ofProject: project), F_OK) != 0)
    }

    /// Containers of one project come and go at once, and the folder above them is removed with the last.
    @Test func runsOfOneProjectDoNotDisturbEachOther() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<8 {
                group.addTask {
                    let files = SecretFiles(of: AgentIdentity(project: project, agent: "c\(number)"))
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
        let folder = SecretFiles.folder(ofProject: project)
        try FileManager.default.createDirectory(
            atPath: "\(SecretFiles.base)/secrets", withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        mkdir(folder, 0o777)
        chmod(folder, 0o777)
        // Something of theirs keeps it from being taken for a leftover.
        mkdir("\(folder)/theirs", 0o755)
        #expect(throws: SecretFilesError.self) {
            try SecretFiles(of: AgentIdentity(project: project, agent: "c")).prepare()
        }
        rmdir("\(folder)/theirs")
        rmdir(folder)
        symlink("/tmp", folder)
        defer { unlink(folder) }
        #expect(throws: SecretFilesError.self) {
            try SecretFiles(of: AgentIdentity(project: project, agent: "c")).prepare()
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
