import AgentTesting
import AgentValues
import EngineAPI
import Foundation
import Testing

@testable import AgentOrchestrator

/// Copies between this host and a container, and what an agent can put into an archive.
@Suite(.timeLimit(.minutes(2))) struct ScriptedCopyTests {
    /// A folder of this host that goes with the test.
    private func withFolder(_ body: (URL) async throws -> Void) async throws {
        let folder = URL.temporaryDirectory.appending(path: TestEngine.uniqueName("copy"))
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(folder)
    }

    private func names(in folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }

    private func text(_ file: URL) throws -> String { String(decoding: try Data(contentsOf: file), as: UTF8.self) }

    private func copy(
        _ shop: ScriptedProject, _ source: String, to destination: String, from current: String = "/"
    ) async throws -> Int {
        let view = try await shop.host.files(of: try await shop.found(shop.container("web")))
        return try await CopyOut(view: view, source: CopyPath(inContainer: source))
            .toHost(CopyPath(destination, from: current))
    }

    // MARK: From a container

    @Test func filesAndFoldersComeAsCpWouldCopyThem() async throws {
        let shop = try await ScriptedProject()
        try await shop.add("web")
        shop.containers.setFile("/srv/note", "hello", of: shop.container("web"))
        var archive = TestArchive()
        archive.addFolder("data")
        archive.addFile("data/a", "A")
        archive.addLink("data/link", to: "a")
        shop.containers.setFolder("/data", archive: archive, of: shop.container("web"))
        try await withFolder { folder in
            #expect(try await copy(shop, "/srv/note", to: folder.path) == 0)
            #expect(try await copy(shop, "/srv/note", to: "\(folder.path)/other") == 0)
            #expect(
                try text(folder.appending(path: "note")) == "hello" && text(folder.appending(path: "other")) == "hello")
            _ = try await copy(shop, "/data", to: folder.path)
            _ = try await copy(shop, "/data/.", to: folder.path)
            #expect(try names(in: folder) == ["a", "data", "link", "note", "other"])
            #expect(try text(folder.appending(path: "data/link")) == "A")
        }
    }

    @Test func whatIsWrongIsSaidAndLeavesNothing() async throws {
        let shop = try await ScriptedProject()
        try await shop.add("web")
        shop.containers.setFile("/note", "hello", of: shop.container("web"))
        shop.containers.setFolder("/data", of: shop.container("web"))
        try await withFolder { folder in
            func code(_ source: String, _ destination: String) async throws -> AgentError.Code {
                let error = try await #require(throws: AgentError.self) {
                    try await copy(shop, source, to: "\(folder.path)/\(destination)")
                }
                return error.code
            }
            #expect(try await code("/none", "") == .fileNotFound)
            #expect(try await code("/note/", "") == .fileNotFound)
            #expect(try await code("/note", "none/x") == .inputOutput)
            #expect(try await code("/note", "none/") == .inputOutput)
            try Data("old".utf8).write(to: folder.appending(path: "file"))
            #expect(try await code("/data", "file") == .inputOutput)
            #expect(try names(in: folder) == ["file"] && text(folder.appending(path: "file")) == "old")
        }
    }

    /// Above the folder, past its root, and through a link that the archive brings itself.
    @Test(arguments: ["parent", "absolute", "link", "two"]) func nothingGetsOutOfItsFolder(trick: String) async throws {
        let shop = try await ScriptedProject()
        try await shop.add("web")
        try await withFolder { folder in
            let (inside, outside) = (folder.appending(path: "in"), folder.appending(path: "out"))
            for folder in [inside, outside] {
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            }
            var archive = TestArchive()
            archive.addFolder("data")
            switch trick {
            case "parent": archive.addFile("data/../../../out/evil", "evil")
            case "absolute": archive.addFile("\(outside.path)/evil", "evil")
            case "link":
                archive.addLink("data/link", to: outside.path)
                archive.addFile("data/link/evil", "evil")
            default: archive.addFolder("more")
            }
            shop.containers.setFolder("/data", archive: archive, of: shop.container("web"))
            let error = try await #require(throws: AgentError.self) { try await copy(shop, "/data", to: inside.path) }
            #expect([.inputOutput, .refused].contains(error.code))
            #expect(try names(in: outside) == [] && names(in: inside) == [])
        }
    }

    /// A link that was there is replaced, not followed.
    @Test func aLinkOfThisHostIsNotFollowed() async throws {
        let shop = try await ScriptedProject()
        try await shop.add("web")
        var archive = TestArchive()
        archive.addFolder("data")
        archive.addFile("data/a", "new")
        shop.containers.setFolder("/data", archive: archive, of: shop.container("web"))
        try await withFolder { folder in
            try FileManager.default.createDirectory(
                at: folder.appending(path: "data"), withIntermediateDirectories: true)
            try Data("old".utf8).write(to: folder.appending(path: "precious"))
            try FileManager.default.createSymbolicLink(
                atPath: folder.appending(path: "data/a").path, withDestinationPath: "../precious")
            _ = try await copy(shop, "/data", to: folder.path)
            #expect(
                try text(folder.appending(path: "precious")) == "old" && text(folder.appending(path: "data/a")) == "new"
            )
        }
    }

    @Test func specialRightsAndSpecialFilesStayBehind() async throws {
        let shop = try await ScriptedProject()
        try await shop.add("web")
        var archive = TestArchive()
        archive.addFolder("data", mode: 0o000)
        archive.addFile("data/root", "x", mode: 0o6755)
        archive.addPipe("data/pipe")
        shop.containers.setFolder("/data", archive: archive, of: shop.container("web"))
        try await withFolder { folder in
            #expect(try await copy(shop, "/data", to: folder.path) == 1)
            #expect(try names(in: folder.appending(path: "data")) == ["root"])
            let file = try FileManager.default.attributesOfItem(atPath: folder.appending(path: "data/root").path)
            #expect((file[.posixPermissions] as? NSNumber)?.intValue == 0o755)
        }
    }

    // MARK: To a container

    @Test func aFileGoesToItsPlaceAndName() async throws {
        let shop = try await ScriptedProject()
        let web = try await shop.add("web") { $0.user = "7:8" }
        shop.containers.setFolder("/srv", of: web.name)
        try await withFolder { folder in
            let note = folder.appending(path: "note")
            try Data("hello".utf8).write(to: note)
            let view = try await shop.host.files(of: web)
            for (destination, name) in [("/srv", "note"), ("/srv/other", "other")] {
                try await CopyIn(view: view, destination: CopyPath(inContainer: destination))
                    .fromHost(CopyPath(note.path, from: "/"))
                let call = try #require(shop.engine.calls.last { $0.method == "PUT" })
                #expect(call.parameter("path") == "/srv")
                let header = String(decoding: call.body.prefix(512), as: UTF8.self)
                #expect(header.hasPrefix(name + "\0") || header.hasPrefix("./\(name)\0"), "\(header.prefix(20))")
                #expect(header.contains("0000007\0") && header.contains("0000010\0"))
            }
            for (destination, code) in [("/none/x", AgentError.Code.fileNotFound), ("/srv/x/", .fileNotFound)] {
                let error = await #expect(throws: AgentError.self) {
                    try await CopyIn(view: view, destination: CopyPath(inContainer: destination))
                        .fromHost(CopyPath(note.path, from: "/"))
                }
                #expect(error?.code == code)
            }
        }
    }

    @Test func aReadOnlyFileSystemIsRefusedButForItsVolumes() async throws {
        let shop = try await ScriptedProject()
        let web = try await shop.add("web") {
            $0.host = HostConfiguration()
            $0.host?.readOnlyRootFilesystem = true
            $0.host?.mounts = [Mount(.volume, source: "v", target: "/data")]
        }
        for folder in ["/srv", "/data"] { shop.containers.setFolder(folder, of: web.name) }
        try await withFolder { folder in
            try Data("x".utf8).write(to: folder.appending(path: "x"))
            let view = try await shop.host.files(of: web)
            let source = CopyPath("x", from: folder.path)
            let error = await #expect(throws: AgentError.self) {
                try await CopyIn(view: view, destination: CopyPath(inContainer: "/srv")).fromHost(source)
            }
            #expect(error?.code == .refused && error?.hint == "these can be written to: /data")
            try await CopyIn(view: view, destination: CopyPath(inContainer: "/data")).fromHost(source)
        }
        #expect(shop.engine.calls.filter { $0.method == "PUT" }.map { $0.parameter("path") } == ["/data"])
    }

    private static let answers: [(String, Int, AgentError.Code?)] = [
        ("d/scratch", 0, nil), ("dscratch", 0, .fileNotFound), ("x/scratch", 0, .fileNotFound), ("", 4, .fileNotFound),
        ("", 3, .refused), ("", 127, .refused),
    ]

    /// Memory is reached by the container's own programs, whose word is not trusted.
    @Test(arguments: Self.answers)
    func memoryIsReachedFromInside(answer: String, exitCode: Int, code: AgentError.Code?) async throws {
        let shop = try await ScriptedProject()
        let web = try await shop.add("web") {
            $0.host = HostConfiguration()
            $0.host?.tmpfs = ["/scratch": ""]
        }
        shop.containers.setProgram { _, words, _ in
            var archive = TestArchive()
            archive.addFolder("scratch")
            guard words.first != "sh" else { return ScriptedExec(answer, exitCode: exitCode) }
            var tar = ScriptedExec()
            tar.output = [LogFrame(.stdout, archive.bytes)]
            return tar
        }
        try await withFolder { folder in
            guard let code else {
                _ = try await copy(shop, "/scratch", to: folder.path)
                return #expect(try names(in: folder) == ["scratch"])
            }
            let error = await #expect(throws: AgentError.self) { try await copy(shop, "/scratch", to: folder.path) }
            #expect(error?.code == code)
        }
        shop.containers.end(web.id, code: 0)
        let stopped = await #expect(throws: AgentError.self) { try await copy(shop, "/scratch", to: "/tmp") }
        #expect(stopped?.code == .notRunning)
    }
}
