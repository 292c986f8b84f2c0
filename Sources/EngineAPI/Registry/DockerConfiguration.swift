import SystemPackage

/// What Docker's command line keeps in `config.json`, as far as it matters here.
struct DockerConfiguration: Decodable {
    /// What is kept of one registry.
    struct Entry: Decodable {
        /// `user:password` in Base64.
        var auth: String?
        var username: String?
        var password: String?
        /// A token in place of a password.
        var identitytoken: String?
        var registrytoken: String?
    }

    var auths: [String: Entry]?
    /// The helper of each registry.
    var credHelpers: [String: String]?
    /// The helper of all others.
    var credsStore: String?
    var currentContext: String?

    /// `DOCKER_CONFIG`, else `~/.docker`; nil where neither is known.
    static func folder(environment: [String: String]) -> String? {
        if let folder = environment["DOCKER_CONFIG"], !folder.isEmpty { return folder }
        guard let home = environment["HOME"], !home.isEmpty else { return nil }
        return "\(home)/.docker"
    }

    /// Reads `config.json` of a folder; nil when there is none.
    /// - Throws: ``EngineError`` with code `credentials` when it cannot be read or is not JSON.
    static func read(folder: String) throws -> DockerConfiguration? {
        let path = "\(folder)/config.json"
        do {
            return try EngineJSON.decode(DockerConfiguration.self, from: try SmallFile.read(path))
        } catch Errno.noSuchFileOrDirectory, Errno.notDirectory {
            return nil
        } catch let error as DecodingError {
            throw EngineError(.credentials, "read \(path)", message: error.place(in: "its JSON"))
        } catch {
            throw EngineError(.credentials, "read \(path)", message: "\(error)")
        }
    }
}
