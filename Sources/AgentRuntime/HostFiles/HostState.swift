package import EngineAPI
import FoundationEssentials
import Glibc

/// Where our files of this host are.
package enum HostState {
    /// The folder for files of ours that must live as long as containers do.
    package static var base: String {
        if getuid() == 0 { return OwnFolders.ofRoot }
        return OwnFolders.ofSession(ProcessInfo.processInfo.environment) ?? OwnFolders.ofUser
    }

    /// The folder for files of ours that must not reach a disk.
    static var memoryBase: String {
        MountTable.own.isInMemory(base) ? base : OwnFolders.inMemory
    }

    /// Opens a folder that holds what a kind of files there is, such as `locks`.
    ///
    /// - Returns: nil when it is not there and is not to be made.
    /// - Throws: ``HostFileError`` when it, or what it is in, is not ours alone.
    package static func folder(_ kind: String, below base: String = base, making: Bool) throws -> HostFolder? {
        try HostFolder.open(base, making: making ? 0o700 : nil)?.folder(kind, making: making ? 0o700 : nil)
    }

    /// The name of what belongs to a project on one engine: another engine's project of that name is another project.
    package static func name(ofProject project: String, on engine: EngineAddress) -> String {
        "\(project).\(EngineKey(engine).digits)"
    }

    /// The names in a folder of what belongs to a project, whatever the engine.
    static func names(ofProject project: String, in folder: HostFolder) throws -> [String] {
        try folder.names().filter { $0.hasPrefix("\(project).") }
    }
}

/// A digest of where the engine's address really leads, so that the files of two engines are told apart.
struct EngineKey: Sendable, Hashable {
    /// 16 hexadecimal digits.
    let digits: String

    init(_ engine: EngineAddress) {
        var place = "\(engine)"
        if case .unix(let socket) = engine {
            // All embedded engines of a user have the same containers, although each has a socket of its own.
            place = EmbeddedEngine.place(ofSocket: socket) ?? MountPolicy.resolved(socket)
        }
        digits = RunOptions.shortDigest(of: place)
    }
}
