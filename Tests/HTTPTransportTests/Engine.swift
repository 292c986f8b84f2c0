import Glibc
import HTTPTransport
import Testing

/// The engines that the tests run on. One that is not there fails the test: it is never skipped.
enum Engine: String, CaseIterable, CustomTestStringConvertible {
    case docker, podman

    var endpoint: HTTPEndpoint {
        switch self {
        case .docker: .unix(path: environment("AAC_TEST_DOCKER") ?? "/var/run/docker.sock")
        case .podman: .unix(path: environment("AAC_TEST_PODMAN") ?? "/run/podman/podman.sock")
        }
    }

    var testDescription: String { rawValue }
}

private func environment(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
}
