import EngineAPI

/// The number that a user has in a container.
struct ContainerUser: Sendable {
    let engine: EngineClient
    let container: String

    private static let longestFile = 1 << 20

    /// - Parameter user: `USER[:GROUP]`, a number or a name; empty for root. A name is looked up in the container's `/etc/passwd`.
    func number(of user: String) async throws -> UInt32 {
        let name = user.split(separator: ":", omittingEmptySubsequences: false).first.map(String.init) ?? ""
        if name.isEmpty || name == "root" { return 0 }
        if let number = UInt32(name) { return number }
        for line in String(decoding: try await passwordFile(), as: UTF8.self).split(separator: "\n") {
            let fields = line.split(separator: ":", omittingEmptySubsequences: false)
            if fields.count > 2, fields[0] == name, let number = UInt32(fields[2]) { return number }
        }
        // The engine refuses to start a container with such a user, with a better message.
        return 0
    }

    /// passwd(5) of the container: the one file of a tar archive, `GET /containers/{id}/archive`.
    private func passwordFile() async throws -> [UInt8] {
        var archive: [UInt8] = []
        do {
            for try await piece in try await engine.containers.archive(container, path: "/etc/passwd") {
                archive += piece
                if archive.count > Self.longestFile { break }
            }
        } catch let error as EngineError where error.code == .notFound {
            return []
        }
        // ustar: a header of 512 bytes with the size in octal digits at 124.
        guard archive.count > 512 else { return [] }
        let digits = String(decoding: archive[124..<135], as: UTF8.self).filter(\.isNumber)
        return Array(archive[512...].prefix(Int(digits, radix: 8) ?? 0))
    }
}
