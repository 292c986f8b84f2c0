import AgentManifest
import Testing

@testable import AgentRuntime

@Suite(.timeLimit(.minutes(2))) struct DeclaredHooksTests {
    /// A dictionary prints in another order in each process; a digest made of that would make an agent anew each time.
    @Test func hooksPrintInTheirWrittenOrder() {
        var hooks = Manifest.Hooks()
        hooks.preRun = [
            Manifest.Hook(name: "h", action: .use("h", config: ["z": 1, "a": 2, "m": ["y": 3, "b": 4], "c": 5]))
        ]
        #expect("\(hooks)".contains(#"{"z":1,"a":2,"m":{"y":3,"b":4},"c":5}"#))
        #expect(!"\(hooks)".contains("index"))
    }
}
