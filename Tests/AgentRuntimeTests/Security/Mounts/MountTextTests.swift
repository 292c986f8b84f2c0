import Diagnostics
import EngineAPI
import Testing

@testable import AgentRuntime

@Suite(.timeLimit(.minutes(5))) struct MountTextTests {
    @Test(arguments: ["/a,b", "/x,source=/etc", "/a\nb", "/a\u{1b}[2J", "a\u{0}b", "/a\u{85}b"])
    func whatAnEngineWouldMisreadIsRefusedInEachPart(_ text: String) {
        for mount in [Mount(.bind, source: text, target: "/t"), Mount(.bind, source: "/s", target: text)] {
            var configuration = ContainerConfiguration(image: "x")
            configuration.host = HostConfiguration()
            configuration.host?.mounts = [Mount(.tmpfs, target: "/fine"), mount]
            let error = #expect(throws: RunError.self) { try configuration.checkMounts(of: "a") }
            #expect(error?.exitCode == .denied)
        }
    }

    @Test(arguments: ["/a b", "/a:b", "/a=b", "/ä", "data_1.2"]) func otherTextIsFine(_ text: String) {
        #expect(MountText.flaw(in: text) == nil)
    }

    @Test(arguments: [
        ("/run/secrets", true), ("/run/secrets/x", true), ("/run/aac", true), ("/x/../run/aac/launcher", true),
        ("/run//aac/", true), ("/run/aac-launcher", true), ("/run", false), ("/run/aacx", false),
    ])
    func ourOwnPlacesAreReserved(target: String, isReserved: Bool) {
        #expect(MountText.isReserved(target) == isReserved)
    }
}
