package import EngineAPI

/// The numbers of a user and its group in a container.
package struct ContainerOwner: Sendable, Hashable {
    /// The user's number.
    package var user: UInt32
    /// The group's number.
    package var group: UInt32

    /// Root.
    package static let root = ContainerOwner(user: 0, group: 0)
}

/// Finds out which numbers a user has in a container: the one place that knows.
package struct ContainerUser: Sendable {
    let engine: EngineClient
    let container: String

    private static let longestFile = 1 << 20

    /// - Parameter container: its id; it may be one that never ran.
    package init(engine: EngineClient, container: String) {
        self.engine = engine
        self.container = container
    }

    /// The numbers of a user.
    ///
    /// - Parameter user: `USER[:GROUP]`, numbers or names; empty for root. Names are looked up in the container's `/etc/passwd` and
    ///   `/etc/group`. A number without a group has the group that `/etc/passwd` gives it, else 0, as engines do it.
    /// - Returns: root for a name that is not there: the engine refuses to start such a container, with a better message.
    package func owner(of user: String) async throws -> ContainerOwner {
        let parts = user.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let (name, groupName) = (parts.first ?? "", parts.count == 2 ? parts[1] : "")
        if name.isEmpty || name == "root" || UInt32(name) == 0, groupName.isEmpty { return .root }
        var owner = ContainerOwner(user: UInt32(name) ?? 0, group: UInt32(groupName) ?? 0)
        if UInt32(name) == nil || groupName.isEmpty, !name.isEmpty,
            let line = try await entry(of: name, in: "/etc/passwd", count: 4)
        {
            owner.user = UInt32(line[2]) ?? 0
            if groupName.isEmpty { owner.group = UInt32(line[3]) ?? 0 }
        }
        if !groupName.isEmpty, UInt32(groupName) == nil,
            let line = try await entry(of: groupName, in: "/etc/group", count: 3)
        {
            owner.group = UInt32(line[2]) ?? 0
        }
        return owner
    }

    /// The fields of the line that has a name in its first field or a number in its third: passwd(5), group(5).
    private func entry(of name: String, in file: String, count: Int) async throws -> [Substring]? {
        let text = String(decoding: try await content(of: file), as: UTF8.self)
        return text.split(separator: "\n").lazy
            .map { $0.split(separator: ":", omittingEmptySubsequences: false) }
            .first { $0.count >= count && ($0[0] == name || $0[2] == name) }
    }

    /// The one file of a tar archive, `GET /containers/{id}/archive`; empty where there is none.
    private func content(of path: String) async throws -> [UInt8] {
        var archive: [UInt8] = []
        do {
            for try await piece in try await engine.containers.archive(container, path: path) {
                archive += piece
                if archive.count > Self.longestFile { break }
            }
        } catch let error as EngineError where error.code == .notFound {
            return []
        }
        guard let entry = TarEntry(archive[...]) else { return [] }
        return Array(entry.rest.prefix(entry.size))
    }
}
