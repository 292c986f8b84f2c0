import Foundation
import Testing

@testable import EngineAPI

@Suite(.timeLimit(.minutes(2))) struct EmbeddedEngineFolderTests {
    let runtime: TemporaryFolder
    var base: String { "\(runtime.path)/aac-runtime" }

    init() throws { runtime = try TemporaryFolder() }

    private func make(process: Int32 = getpid()) throws -> EmbeddedEngineFolder {
        try .make(below: [base, "\(runtime.path)/second"], configuration: "text", process: process)
    }

    private func mode(of path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    @Test func onlyWeMayEnter() throws {
        let folder = try make()
        #expect(folder.path == "\(base)/engine-\(getpid())")
        #expect(try mode(of: base) == 0o700)
        #expect(try mode(of: folder.path) == 0o700)
        #expect(try String(contentsOfFile: folder.configurationPath, encoding: .utf8) == "text")
        folder.remove()
        #expect(!FileManager.default.fileExists(atPath: folder.path))
        // Monitors of containers read it later.
        #expect(FileManager.default.fileExists(atPath: folder.configurationPath))
    }

    @Test func severalOfOneProcess() throws {
        let (first, second) = (try make(), try make())
        #expect(second.path == "\(first.path)-2")
    }

    @Test func aReadableFolderIsClosed() throws {
        try FileManager.default.createDirectory(atPath: base, withIntermediateDirectories: false)
        #expect(chmod(base, 0o755) == 0)
        _ = try make()
        #expect(try mode(of: base) == 0o700)
    }

    @Test func whatOthersCouldWriteToIsRefused() throws {
        try FileManager.default.createDirectory(atPath: base, withIntermediateDirectories: false)
        #expect(chmod(base, 0o777) == 0)
        #expect(try make().path.hasPrefix("\(runtime.path)/second/engine-"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: base).isEmpty)
    }

    @Test func aLinkIsNotFollowed() throws {
        try FileManager.default.createDirectory(atPath: "\(runtime.path)/elsewhere", withIntermediateDirectories: false)
        try runtime.link("aac-runtime", to: "\(runtime.path)/elsewhere")
        #expect(try make().path.hasPrefix("\(runtime.path)/second/engine-"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: "\(runtime.path)/elsewhere").isEmpty)
    }

    @Test func longPathsAreLeftOut() throws {
        let long = "\(runtime.path)/\(String(repeating: "x", count: 90))"
        let folder = try EmbeddedEngineFolder.make(below: [long, base], configuration: "")
        #expect(folder.path.hasPrefix(base))
    }

    @Test func noPlaceAtAll() throws {
        let error = try #require(throws: EngineError.self) {
            try EmbeddedEngineFolder.make(below: ["/proc/nothing", "/dev/null"], configuration: "")
        }
        #expect(error.code == .embeddedEngine)
        #expect(error.details.count == 2)
    }

    @Test func basesOfAUser() {
        #expect(
            EmbeddedEngineFolder.bases(environment: ["XDG_RUNTIME_DIR": "/run/user/7"]) == [
                "/run/user/7/aac-runtime", "/run/aac-runtime", "/tmp/aac-runtime-\(getuid())",
            ])
        #expect(EmbeddedEngineFolder.bases(environment: ["XDG_RUNTIME_DIR": "relative"]).count == 2)
    }

    @Test func foldersOfTheDeadAreRemoved() throws {
        // A process that has been waited for: its number is free.
        let process = Process()
        process.executableURL = URL(filePath: "/bin/true")
        try process.run()
        process.waitUntilExit()
        let dead = "\(base)/engine-\(process.processIdentifier)"
        try FileManager.default.createDirectory(atPath: dead, withIntermediateDirectories: true)
        #expect(FileManager.default.createFile(atPath: "\(dead)/podman.sock", contents: nil))
        let alive = "\(base)/engine-1"
        try FileManager.default.createDirectory(atPath: alive, withIntermediateDirectories: true)
        _ = try make()
        #expect(!FileManager.default.fileExists(atPath: dead))
        #expect(FileManager.default.fileExists(atPath: alive))
    }
}
