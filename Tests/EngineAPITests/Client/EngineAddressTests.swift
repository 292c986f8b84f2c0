import Diagnostics
import EngineAPI
import HTTPTransport
import Testing

@Suite(.timeLimit(.minutes(2))) struct EngineAddressTests {
    @Test(arguments: [
        ("unix:///var/run/docker.sock", EngineAddress.unix(path: "/var/run/docker.sock")),
        ("/var/run/docker.sock", .unix(path: "/var/run/docker.sock")),
        ("tcp://build.example", .tcp(host: "build.example", port: 2375)),
        ("tcp://build.example:1234", .tcp(host: "build.example", port: 1234)),
        ("tcp://build.example:1234/", .tcp(host: "build.example", port: 1234)),
        ("http://127.0.0.1:1234", .tcp(host: "127.0.0.1", port: 1234)),
        ("tcp://[::1]:1234", .tcp(host: "::1", port: 1234)), ("tcp://[::1]", .tcp(host: "::1", port: 2375)),
        ("tcp://::1", .tcp(host: "::1", port: 2375)),
        ("https://build.example", .tls(host: "build.example", port: 2376, TLSConfiguration())),
        ("UNIX:///a", .unix(path: "/a")),
    ])
    func understood(_ text: String, _ address: EngineAddress) throws {
        #expect(try EngineAddress(parsing: text) == address)
    }

    @Test(arguments: [
        "", "docker", "unix://relative", "unix://", "tcp://", "tcp://:2375", "tcp://a:0", "tcp://a:65536", "tcp://a:b",
        "tcp://a/path", "tcp://user@a", "ftp://a", "ssh://me@host", "npipe:////./pipe/docker_engine", "tcp://a b",
    ])
    func refused(_ text: String) throws {
        let error = #expect(throws: EngineError.self) { try EngineAddress(parsing: text) }
        #expect(error?.code == .invalidAddress)
        #expect(error?.exitCode == .usage)
    }

    @Test func sshSaysHowToForward() throws {
        let error = #expect(throws: EngineError.self) { try EngineAddress(parsing: "ssh://me@host") }
        #expect(error?.hint?.contains("ssh -nNT -L") == true)
    }

    @Test func aPasswordIsNotShown() throws {
        let error = #expect(throws: EngineError.self) { try EngineAddress(parsing: "tcp://me:hunter2@host") }
        #expect(error.map { "\($0)".contains("hunter2") } == false)
    }

    @Test(arguments: [
        ([:], nil as EngineAddress?), (["DOCKER_HOST": ""], nil),
        (["DOCKER_HOST": "tcp://a"], .tcp(host: "a", port: 2375)),
        (
            ["DOCKER_HOST": "tcp://a", "DOCKER_TLS_VERIFY": "1", "HOME": "/home/me"],
            .tls(
                host: "a", port: 2376,
                TLSConfiguration(
                    caFile: "/home/me/.docker/ca.pem", certificateFile: "/home/me/.docker/cert.pem",
                    keyFile: "/home/me/.docker/key.pem", verifyPeer: true))
        ),
        (
            ["DOCKER_HOST": "tcp://a:1", "DOCKER_TLS_VERIFY": "", "DOCKER_CERT_PATH": "/certs"],
            .tls(
                host: "a", port: 1,
                TLSConfiguration(
                    caFile: "/certs/ca.pem", certificateFile: "/certs/cert.pem", keyFile: "/certs/key.pem",
                    verifyPeer: false))
        ),
        (["DOCKER_HOST": "unix:///a", "DOCKER_TLS_VERIFY": "1"], .unix(path: "/a")),
    ])
    func theEnvironmentNamesOne(_ environment: [String: String], _ address: EngineAddress?) throws {
        #expect(try EngineAddress(environment: environment) == address)
    }

    @Test(arguments: [
        ("unix:///a", nil as String?), ("tcp://localhost", nil), ("tcp://127.0.0.2", nil), ("tcp://[::1]", nil),
        ("tcp://build.example", "build.example"), ("https://10.0.0.1", "10.0.0.1"),
    ])
    func otherHostsAreKnown(_ text: String, _ host: String?) throws {
        #expect(try EngineAddress(parsing: text).remoteHost == host)
    }
}
