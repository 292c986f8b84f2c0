import AgentTesting
import Glibc
import HTTPTransport
import Testing

/// A TLS server in front of a ``RawServer``: it decrypts, and passes all bytes on, both ways.
///
/// Certificates are made by `openssl`, the server is a few lines of `python3`; both run in a folder of their own.
final class TLSFront: Sendable {
    let directory: String
    let port: Int
    private let process: pid_t
    private let backend: RawServer

    /// Starts the server on 127.0.0.1 with a certificate for `address`; it asks for a client's if `asksForClient`.
    init(to backend: RawServer, address: String = "127.0.0.1", asksForClient: Bool = false) throws {
        self.backend = backend
        guard case .tcp(_, _, let backendPort) = backend.endpoint else { throw Failure.backend }
        var template = Array("/tmp/tls-front-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Failure.directory }
        directory = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        for name in ["server", "client"] {
            let arguments =
                "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=\(name) "
                + "-addext subjectAltName=IP:\(address) -keyout \(directory)/\(name).key -out \(directory)/\(name).pem"
            let (process, output) = try Self.spawn(["openssl"] + arguments.split(separator: " ").map(String.init))
            close(output)
            var status: Int32 = 0
            waitpid(process, &status, 0)
            guard status == 0 else { throw Failure.openssl }
        }
        let output: Int32
        (process, output) = try Self.spawn(
            ["python3", "-c", Self.program, directory, "\(backendPort)", asksForClient ? "client" : ""])
        defer { close(output) }
        var line: [UInt8] = []
        while line.last != UInt8(ascii: "\n") {
            var byte: UInt8 = 0
            guard read(output, &byte, 1) == 1 else { throw Failure.python }
            line.append(byte)
        }
        guard let port = Int(String(decoding: line.dropLast(), as: UTF8.self)) else { throw Failure.python }
        self.port = port
    }

    deinit {
        kill(process, SIGKILL)
        waitpid(process, nil, 0)
        for name in ["server.key", "server.pem", "client.key", "client.pem"] { unlink("\(directory)/\(name)") }
        rmdir(directory)
    }

    var endpoint: HTTPEndpoint { .tcp(scheme: .https, host: "127.0.0.1", port: port) }

    enum Failure: Error { case backend, directory, openssl, python, spawn(Int32) }

    private static func spawn(_ arguments: [String]) throws -> (pid_t, output: Int32) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw Failure.spawn(errno) }
        defer { close(ends[1]) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addclose(&actions, ends[0])
        var process = pid_t()
        let pointers = arguments.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        let result = posix_spawnp(&process, arguments[0], &actions, nil, pointers, environ)
        guard result == 0 else { throw Failure.spawn(result) }
        return (process, ends[0])
    }

    private static let program = """
        import select, socket, ssl, sys, threading

        directory, backend, client = sys.argv[1:]
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(directory + "/server.pem", directory + "/server.key")
        if client:
            context.verify_mode = ssl.CERT_REQUIRED
            context.load_verify_locations(directory + "/client.pem")

        def serve(plain):
            try:
                front = context.wrap_socket(plain, server_side=True)
            except OSError:
                return plain.close()
            back = socket.create_connection(("127.0.0.1", int(backend)))
            reading = [front, back]
            while reading:
                ready = [front] if front.pending() else select.select(reading, [], [])[0]
                for source in ready:
                    try:
                        data = source.recv(65536)
                    except OSError:
                        data = b""
                    if data:
                        (back if source is front else front).sendall(data)
                    else:
                        reading.remove(source)
                        if source is front:
                            back.shutdown(socket.SHUT_WR)
                        else:
                            reading = []
            try:
                front.settimeout(1)
                front.unwrap()
            except OSError:
                pass
            front.close()
            back.close()

        listener = socket.create_server(("127.0.0.1", 0))
        print(listener.getsockname()[1], flush=True)
        while True:
            threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()
        """
}
