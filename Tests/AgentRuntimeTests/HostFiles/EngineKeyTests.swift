import AgentTesting
import EngineAPI
import Glibc
import Testing

@testable import AgentRuntime

@Suite(.timeLimit(.minutes(5))) struct EngineKeyTests {
    private func key(_ path: String) -> EngineKey { EngineKey(.unix(path: path)) }

    @Test func anAddressIsWhereItLeads() {
        let folder = "/tmp/\(TestEngine.uniqueName("key"))"
        mkdir(folder, 0o700)
        defer {
            unlink("\(folder)/link.sock")
            rmdir(folder)
        }
        symlink("\(folder)/real.sock", "\(folder)/link.sock")
        // The engine need not run.
        #expect(key("\(folder)/real.sock") == key("/tmp/../\(folder)/real.sock"))
        #expect(key("\(folder)/real.sock") != key("\(folder)/other.sock"))
        #expect(EngineKey(.tcp(host: "a", port: 1)) != EngineKey(.tcp(host: "a", port: 2)))
    }

    /// They have one storage, and a socket for each command.
    @Test func embeddedEnginesOfAUserAreOne() {
        #expect(key("/run/aac-runtime/engine-1/podman.sock") == key("/run/user/7/aac-runtime/engine-23-2/podman.sock"))
        #expect(key("/run/aac-runtime/engine-1/podman.sock") != key("/run/podman/podman.sock"))
        #expect(key("/x/engine-1/podman.sock") != key("/y/engine-1/podman.sock"))
    }
}
