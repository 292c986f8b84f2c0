import EngineAPI

/// Whether an engine's ports are those of this process's network, before there is a container to look at.
enum SharedNetwork {
    /// - Returns: false where it is not so, and where nobody can tell: a TCP port does not say which process listens.
    static func isShared(with engine: EngineAddress) -> Bool {
        guard let socket = engine.socket, let process = SharedFiles.listener(at: socket), process > 0 else {
            return false
        }
        return NetworkNamespace.isOwn(ofProcess: Int(process))
    }
}
