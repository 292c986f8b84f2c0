import HTTPTransport
import SystemPackage

/// A context of Docker's command line: a name for an engine's address.
struct DockerContext: Sendable, Hashable {
    var name: String
    var address: EngineAddress

    /// The context in use, or nil when that is the default one, which means the usual places.
    ///
    /// `DOCKER_CONTEXT` names it, else `currentContext` in `config.json` of `DOCKER_CONFIG` (`~/.docker`).
    /// - Throws: ``EngineError`` with code `invalidAddress` when the context is not there or is not understood.
    static func current(environment: [String: String]) throws -> DockerContext? {
        guard let folder = DockerConfiguration.folder(environment: environment) else { return nil }
        var name = environment["DOCKER_CONTEXT"] ?? ""
        if name.isEmpty {
            name = DockerConfiguration.find(environment: environment).configuration?.currentContext ?? ""
        }
        guard !name.isEmpty, name != "default" else { return nil }
        return try find(name, below: "\(folder)/contexts")
    }

    /// Looks through all contexts, because their folders are named by a hash.
    private static func find(_ name: String, below folder: String) throws -> DockerContext {
        for id in SmallFile.names(inFolder: "\(folder)/meta") {
            guard let bytes = try? SmallFile.read("\(folder)/meta/\(id)/meta.json"),
                let meta = try? EngineJSON.decode(Meta.self, from: bytes), meta.name == name
            else { continue }
            guard let endpoint = meta.endpoints["docker"], let host = endpoint.host, !host.isEmpty else {
                throw unusable(name, "it has no Docker endpoint")
            }
            let address = try EngineAddress(
                parsing: host, tls: tls(below: "\(folder)/tls/\(id)/docker", verifies: !(endpoint.skipsVerify ?? false))
            )
            return DockerContext(name: name, address: address)
        }
        throw unusable(name, "there is no such context in \(folder)")
    }

    /// The TLS files of a context, those that are there; nil when none is.
    private static func tls(below folder: String, verifies: Bool) -> TLSConfiguration? {
        let files = Set(SmallFile.names(inFolder: folder))
        guard !files.isEmpty else { return nil }
        func path(_ name: String) -> String? { files.contains(name) ? "\(folder)/\(name)" : nil }
        return TLSConfiguration(
            caFile: path("ca.pem"), certificateFile: path("cert.pem"), keyFile: path("key.pem"), verifyPeer: verifies)
    }

    private static func unusable(_ name: String, _ reason: String) -> EngineError {
        EngineError(
            .invalidAddress, "use the Docker context '\(name)'", message: reason,
            hint: "choose another with 'docker context use', or name an engine with --engine")
    }

    private struct Meta: Decodable {
        struct Endpoint: Decodable {
            var host: String?
            var skipsVerify: Bool?
            enum CodingKeys: String, CodingKey {
                case host = "Host"
                case skipsVerify = "SkipTLSVerify"
            }
        }
        var name: String
        var endpoints: [String: Endpoint]
        enum CodingKeys: String, CodingKey {
            case name = "Name"
            case endpoints = "Endpoints"
        }
    }
}
