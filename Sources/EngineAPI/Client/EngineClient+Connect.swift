import HTTPTransport
import HTTPTypes
public import Logging

extension EngineClient {
    /// Reaches an engine and agrees on a version: `GET /_ping`.
    ///
    /// The version spoken is the lower of the engine's newest and ``APIVersion/newest``.
    /// - Parameters:
    ///   - address: where the engine listens.
    ///   - timeouts: limits for this and all later calls.
    ///   - logger: gets one line a call at trace level, without arguments.
    /// - Throws: ``EngineError`` with code `transport`, `timedOut`, `notAnEngine` or `unsupportedVersion`.
    public static func connect(
        to address: EngineAddress, timeouts: EngineTimeouts = .default, logger: Logger? = nil
    ) async throws -> EngineClient {
        let http = HTTPClient(tls: address.tlsConfiguration, logger: logger)
        do {
            return try await connect(
                to: address, pingLimit: timeouts.request, timeouts: timeouts, http: http, logger: logger)
        } catch {
            http.shutdown()
            throw error
        }
    }

    /// As ``connect(to:timeouts:logger:)``, over a transport that exists already, and with a limit of its own for the ping.
    static func connect(
        to address: EngineAddress, pingLimit: Duration, timeouts: EngineTimeouts, http: HTTPClient, logger: Logger?
    ) async throws -> EngineClient {
        let call = EngineCall.get("/_ping", to: "reach the engine at \(address)")
        do {
            let response = try await http.send(
                HTTPRequest(method: .get, scheme: nil, authority: nil, path: "/_ping"), to: address.endpoint,
                timeouts: HTTPTimeouts(connect: min(timeouts.connect, pingLimit), total: pingLimit))
            let body = try await response.body.collect(upTo: 1 << 16)
            guard (200...299).contains(response.head.status.code) else {
                throw EngineError(status: response.head.status.code, body: body, in: call)
            }
            guard let identity = EngineIdentity(response.head) else {
                throw EngineError(
                    .notAnEngine, in: call, message: "something answers there, but it sends no Api-Version header")
            }
            guard let version = APIVersion.negotiated(with: identity.apiVersion) else {
                throw tooOld(identity, in: call)
            }
            logger?.debug("reached \(identity.kind) \(identity.serverVersion ?? "?") at \(address), API \(version)")
            return EngineClient(
                address: address, ping: identity, apiVersion: version, timeouts: timeouts, http: http, logger: logger)
        } catch {
            throw EngineError.wrapping(error, in: call)
        }
    }

    private static func tooOld(_ identity: EngineIdentity, in call: EngineCall) -> EngineError {
        var error = EngineError(
            .unsupportedVersion, in: call,
            message:
                "this \(identity.kind)\(identity.serverVersion.map { " \($0)" } ?? "") speaks the Engine API up to "
                + "\(identity.apiVersion), and \(APIVersion.oldest) is the oldest that is supported")
        error.hint = "upgrade the engine: Docker 19.03 or newer, Podman 3.0 or newer"
        return error
    }
}
