import AgentTesting
import EngineAPI
import Foundation
import SeccompProfiles
import Testing

/// Our profiles in force on real engines.
@Suite(.timeLimit(.minutes(5))) struct EngineTests {
    /// Runs a command under a profile, cut as an agent is.
    private func run(
        _ engine: TestEngine, _ profile: SeccompProfile, _ command: [String], image: String = TestEngine.image,
        capabilities: [String] = []
    ) async throws -> FinishedContainer {
        let client = try await engine.connectWithImage()
        // Podman reads a file of its host. The engines of the tests run here.
        let file = FileManager.default.temporaryDirectory.appending(path: "\(TestEngine.uniqueName("seccomp")).json")
        try Data(profile.engineJSON.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let option = engine == .docker ? profile.engineJSON : file.path
        return try await client.finishedTestContainer("seccomp", command) {
            $0.image = image
            $0.host = HostConfiguration()
            $0.host?.securityOptions = ["no-new-privileges", "seccomp=\(option)"]
            $0.host?.droppedCapabilities = ["ALL"]
            $0.host?.addedCapabilities = capabilities
            $0.host?.pidsLimit = 64
            $0.host?.memory = 512 << 20
        }
    }

    private static let profiles = [SeccompProfile.default(), .strict()]

    @Test(arguments: TestEngine.allCases, profiles)
    func theKernelHasTheFilter(_ engine: TestEngine, _ profile: SeccompProfile) async throws {
        let container = try await run(engine, profile, ["grep", "-E", "Seccomp:|NoNewPrivs:", "/proc/1/status"])
        #expect(container.code == 0)
        #expect(container.output.split(whereSeparator: \.isWhitespace) == ["NoNewPrivs:", "1", "Seccomp:", "2"])
    }

    /// With the capability, the filter alone stands in the way.
    @Test(arguments: TestEngine.allCases)
    func aRefusedCallIsRefused(_ engine: TestEngine) async throws {
        let mount = ["mount", "-t", "tmpfs", "none", "/tmp"]
        let refused = try await run(engine, .default(), mount, capabilities: ["SYS_ADMIN"])
        #expect(
            refused.code != 0 && refused.errors.contains("ermission denied") || refused.errors.contains("not permitted")
        )
        var open = SeccompProfile.default()
        open.groups.append(SeccompGroup(name: "mounts", reason: "to compare with", syscalls: ["mount"]))
        #expect(try await run(engine, open, mount, capabilities: ["SYS_ADMIN"]).code == 0)
    }

    @Test(arguments: TestEngine.allCases, profiles)
    func busyboxServes(_ engine: TestEngine, _ profile: SeccompProfile) async throws {
        let script = """
            echo hello >/tmp/page; httpd -p 127.0.0.1:8080 -h /tmp
            for i in 1 2 3 4 5 6 7 8 9; do wget -qO- http://127.0.0.1:8080/page && exit 0; sleep 0.2; done; exit 1
            """
        let container = try await run(engine, profile, ["sh", "-c", script])
        #expect(container.output == "hello\n" && container.code == 0, "\(container.errors)")
    }

    @Test(arguments: TestEngine.allCases, profiles)
    func pythonServes(_ engine: TestEngine, _ profile: SeccompProfile) async throws {
        let container = try await run(
            engine, profile, ["python3", "-c", pythonChecks], image: "python:3.11-slim")
        #expect(container.output.hasSuffix("done\n"), "\(container.output) \(container.errors)")
    }

    @Test(arguments: TestEngine.allCases)
    func aLearnedProfileStarts(_ engine: TestEngine) async throws {
        let profile = SeccompProfile.learned(from: ["getuid", "geteuid", "getgid", "getegid"])
        let container = try await run(engine, profile, ["true"])
        #expect(container.code == 0, "\(container.errors)")
    }

    private let pythonChecks = """
        import asyncio, concurrent.futures, http.server, multiprocessing, os, socket, sqlite3, ssl, subprocess, tempfile
        import threading, urllib.request
        server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), http.server.SimpleHTTPRequestHandler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        urllib.request.urlopen(f'http://127.0.0.1:{server.server_port}/').read()
        subprocess.run(['true'], check=True)
        subprocess.run('echo x | cat', shell=True, check=True, stdout=subprocess.DEVNULL)
        async def tasks():
            process = await asyncio.create_subprocess_exec('true')
            await asyncio.gather(process.wait(), asyncio.to_thread(os.getpid))
        asyncio.run(tasks())
        with multiprocessing.Pool(2) as pool: assert pool.map(abs, [-1, -2]) == [1, 2]
        with concurrent.futures.ThreadPoolExecutor(4) as pool: list(pool.map(abs, range(9)))
        with tempfile.TemporaryDirectory() as folder:
            base = sqlite3.connect(folder + '/base')
            base.execute('pragma journal_mode=wal'); base.execute('create table a(b)'); base.commit(); base.close()
        socket.getaddrinfo('localhost', 80); ssl.create_default_context()
        print('done')
        """
}
