import AgentTesting
import Diagnostics
import EngineAPI
import Testing

@testable import AgentRuntime

@Suite(.timeLimit(.minutes(5))) struct ImagePolicyHookTests {
    private static let digest = "sha256:" + String(repeating: "ab", count: 32)
    private let call = HookCall()

    @Test(arguments: [
        ("hello", "hello", true), ("h*o", "hello", true), ("h?llo", "hello", true), ("*", "a/b", false),
        ("**", "a/b", true), ("a/*", "a/b", true), ("a/*", "a/b/c", false), ("a/**", "a/b/c", true), ("?", "/", false),
        ("a*b*c", "abbc", true), ("a*b*c", "ab", false), ("**x", "a/bx", true), ("", "", true), ("", "a", false),
        ("***", "a/b", true), ("a", "A", false),
    ])
    func patternsMatch(pattern: String, name: String, matches: Bool) {
        #expect(GlobPattern(pattern).matches(name) == matches)
    }

    @Test func aHostilePatternTakesNoTime() {
        let begin = ContinuousClock.now
        #expect(!GlobPattern(String(repeating: "*a", count: 100)).matches(String(repeating: "a", count: 2000) + "b"))
        #expect(ContinuousClock.now - begin < .seconds(10))
    }

    private func isAllowed(_ image: String, _ hook: ImagePolicyHook) async throws -> Bool {
        do {
            try await call.preRun(hook) { $0.image = image }
            return true
        } catch is RunDenied {
            return false
        }
    }

    @Test(arguments: [
        (["hello"], "hello:1", true), (["hello"], "hello", true), (["hello:1"], "hello:2", false),
        (["docker.io/library/hello"], "hello:1", true), (["docker.io/library/*"], "hello:1", true),
        (["example.com/team/*"], "example.com/team/tool:1", true),
        (["example.com/team/*"], "example.com/team/tool", true),
        (["example.com/team/*"], "example.com/team/sub/tool:1", false),
        (["example.com/team/*"], "example.com.evil.test/team/tool:1", false),
        (["example.com/team/*"], "evil.test/example.com/team/tool", false),
        (["example.com/team/**:1.*"], "example.com/team/sub/tool:1.5", true),
        (["example.com/team/tool"], "example.com/team/tool@\(digest)", true),
        (["example.com/team/*"], "example.com/team/tool:1@\(digest)", true),
        ([digest], "hello@\(digest)", true), ([digest], "hello:1", false), ([], "hello", false),
        // What engines may take for the beginning of an image's id is no reference.
        (["docker.io/library/*"], "abc123", false), (["**"], "sha256:abc123", true),
        (["docker.io/library/*"], "sha256:abc123", false),
    ])
    func onlyWhatIsAllowedRuns(rules: [String], image: String, isAllowed: Bool) async throws {
        #expect(try await self.isAllowed(image, ImagePolicyHook(allow: rules)) == isAllowed)
    }

    @Test func denialsBeatAllowances() async throws {
        let hook = ImagePolicyHook(allow: ["example.com/**"], deny: ["**:latest", "example.com/old/*"])
        #expect(try await isAllowed("example.com/team/tool:1", hook))
        #expect(try await !isAllowed("example.com/team/tool:latest", hook))
        #expect(try await !isAllowed("example.com/team/tool", hook))
        #expect(try await !isAllowed("example.com/old/tool:1", hook))
    }

    @Test func digestsCanBeRequired() async throws {
        let hook = ImagePolicyHook(requireDigest: true)
        #expect(try await !isAllowed("hello:1", hook))
        #expect(try await !isAllowed("abc123", hook))
        #expect(try await isAllowed("hello@\(Self.digest)", hook))
        #expect(try await isAllowed(Self.digest, hook))
    }

    @Test func aPlanDoesNotKnowDigests() async throws {
        let plan = HookCall(isPlan: true)
        try await plan.preRun(ImagePolicyHook(allow: [Self.digest]))
        #expect(plan.warnings.count == 1)
    }

    @Test(arguments: TestEngine.allCases)
    func theEngineKnowsDigests(engine: TestEngine) async throws {
        let client = try await engine.connectWithImage()
        defer { client.shutdown() }
        let id = try await client.images.inspect(TestEngine.image).id
        let digest = id.hasPrefix("sha256:") ? id : "sha256:\(id)"
        let call = HookCall(engine: client)
        try await call.preRun(ImagePolicyHook(allow: [digest])) { $0.image = TestEngine.image }
        for hook in [ImagePolicyHook(allow: [Self.digest]), ImagePolicyHook(deny: [digest])] {
            let error = try await #require(throws: RunDenied.self) {
                try await call.preRun(hook) { $0.image = TestEngine.image }
            }
            #expect(error.exitCode == .denied)
        }
        let missing = try await #require(throws: RunDenied.self) {
            try await call.preRun(ImagePolicyHook(deny: [Self.digest])) { $0.image = "example.com/no/such:1" }
        }
        #expect(missing.reason.contains("not on the engine yet"))
    }
}
