/// The credentials for one registry. Only requests to engines hold the secrets; the description, the mirror and the JSON say `***`.
public struct RegistryCredentials: Sendable, Hashable, Encodable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// The user's name; empty with a token alone.
    public let username: String
    /// The registry's host, such as `registry.example.com`, or Docker Hub's `https://index.docker.io/v1/`.
    public let serverAddress: String
    private let password: String
    private let identityToken: String
    private let registryToken: String

    /// Creates credentials.
    /// - Parameters:
    ///   - username: the user's name.
    ///   - password: the password; empty with a token.
    ///   - identityToken: an OAuth refresh token in place of a password.
    ///   - registryToken: a bearer token that is sent to the registry as it is.
    ///   - serverAddress: the registry's host.
    public init(
        username: String, password: String, identityToken: String = "", registryToken: String = "",
        serverAddress: String
    ) {
        self.username = username
        self.password = password
        self.identityToken = identityToken
        self.registryToken = registryToken
        self.serverAddress = serverAddress
    }

    /// `user@registry`, and `***` for the rest.
    public var description: String { "\(username):***@\(serverAddress)" }
    /// As ``description``.
    public var debugDescription: String { description }
    /// As ``description``, without the stored properties.
    public var customMirror: Mirror { Mirror(self, children: ["credentials": description]) }

    /// Encodes the name and the registry, and `***` for the rest.
    public func encode(to encoder: any Encoder) throws {
        try Wire(username: username, password: "***", serverAddress: serverAddress).encode(to: encoder)
    }

    /// For the header `X-Registry-Auth` of one registry.
    func headerValue() throws -> String { try Self.base64URL(wire) }

    /// For the header `X-Registry-Config`, which has those of several registries.
    static func headerValue(of credentials: [RegistryCredentials]) throws -> String {
        try base64URL(Dictionary(credentials.map { ($0.serverAddress, $0.wire) }) { first, _ in first })
    }

    private var wire: Wire {
        Wire(
            username: username, password: password, serverAddress: serverAddress, identityToken: identityToken,
            registryToken: registryToken)
    }

    private static func base64URL(_ value: some Encodable) throws -> String {
        Base64.encodeURL(try EngineJSON.encode(value))
    }

    private struct Wire: Encodable {
        var username: String
        var password: String
        var serverAddress: String
        var identityToken = ""
        var registryToken = ""

        enum CodingKeys: String, CodingKey {
            case username, password
            case serverAddress = "serveraddress"
            case identityToken = "identitytoken"
            case registryToken = "registrytoken"
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            let values: [(CodingKeys, String)] = [
                (.username, username), (.password, password), (.serverAddress, serverAddress),
                (.identityToken, identityToken), (.registryToken, registryToken),
            ]
            for (key, value) in values where !value.isEmpty { try container.encode(value, forKey: key) }
        }
    }
}
