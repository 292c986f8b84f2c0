import Diagnostics
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

    /// Reads `config.json`; nil where there is none, or none that can be read. As for Docker's own command line that is
    /// nothing to stop for: `problem` says what is wrong with the file.
    static func find(environment: [String: String]) -> (configuration: DockerConfiguration?, problem: Diagnostic?) {
        guard let folder = folder(environment: environment) else { return (nil, nil) }
        let path = "\(folder)/config.json"
        do {
            let content = try SmallFile.read(path)
            guard !content.isEmpty else { return (nil, problem(path, "it is empty")) }
            return (try EngineJSON.decode(DockerConfiguration.self, from: content), nil)
        } catch Errno.noSuchFileOrDirectory, Errno.notDirectory {
            return (nil, nil)
        } catch let error as DecodingError {
            return (nil, problem(path, error.place(in: "its JSON")))
        } catch {
            return (nil, problem(path, "\(error)"))
        }
    }

    private static func problem(_ path: String, _ reason: String) -> Diagnostic {
        Diagnostic(
            .warning, code: "engine.docker-configuration",
            "'\(path)' is passed over, with its credentials and its context: \(reason)",
            hint: "mend it or remove it; 'docker login' writes it anew")
    }
}
