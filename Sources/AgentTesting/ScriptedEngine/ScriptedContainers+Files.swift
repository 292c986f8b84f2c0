internal import FoundationEssentials
internal import Synchronization

/// A file or folder of a container in memory.
struct ScriptedFile: Sendable {
    /// As Go writes it.
    var mode: UInt32
    var linkTarget = ""
    /// As a tar archive, whose one top entry it is.
    var archive: [UInt8]
}

/// Files of containers, as they are reached from outside.
extension ScriptedContainers {
    private static let folderBit: UInt32 = 0x8000_0000
    private static let linkBit: UInt32 = 0x0800_0000

    /// Puts a file into the container that has a name, now or later.
    public func setFile(_ path: String, _ text: String = "", of container: String) {
        var archive = TestArchive()
        archive.addFile(Self.name(path), text)
        set(ScriptedFile(mode: 0o644, archive: archive.bytes), path, container)
    }

    /// Puts a folder into the container that has a name, now or later.
    ///
    /// - Parameters:
    ///   - path: where.
    ///   - archive: what the engine sends of it; what is in it is not known otherwise.
    ///   - container: its name.
    public func setFolder(_ path: String, archive: TestArchive = TestArchive(), of container: String) {
        set(ScriptedFile(mode: Self.folderBit | 0o755, archive: archive.bytes), path, container)
    }

    /// Puts a link into the container that has a name, now or later.
    public func setLink(_ path: String, to target: String, of container: String) {
        set(ScriptedFile(mode: Self.linkBit | 0o777, linkTarget: target, archive: []), path, container)
    }

    /// Takes a file away.
    public func removeFile(_ path: String, of container: String) {
        engine.withLock { $0.files[container]?[path] = nil }
    }

    private func set(_ file: ScriptedFile, _ path: String, _ container: String) {
        engine.withLock { $0.files[container, default: [:]][path] = file }
    }

    func playFiles(on engine: ScriptedEngine) {
        on("HEAD /containers/*/archive", of: engine) { [self] container, call in
            let path = call.parameter("path") ?? ""
            guard let file = file(path, of: container) else { return .gone }
            let text = """
                {"name":\(ScriptedContainer.json(Self.name(path))),"size":0,"mode":\(file.mode),
                 "linkTarget":\(ScriptedContainer.json(file.linkTarget))}
                """
            var answer = ScriptedAnswer()
            answer.fields["X-Docker-Container-Path-Stat"] = Data(text.utf8).base64EncodedString()
            return answer
        }
        on("GET /containers/*/archive", of: engine) { [self] container, call in
            file(call.parameter("path") ?? "", of: container).map {
                ScriptedAnswer(body: $0.archive, contentType: "application/x-tar")
            } ?? .gone
        }
        on("PUT /containers/*/archive", of: engine) { _, _ in ScriptedAnswer() }
    }

    private func file(_ path: String, of container: ScriptedContainer) -> ScriptedFile? {
        engine.withLock { $0.files[container.name]?[path] }
    }

    private static func name(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? "/" }
}
