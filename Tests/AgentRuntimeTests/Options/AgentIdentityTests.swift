import AgentRuntime
import AgentTesting
import FoundationEssentials
import Testing

@Suite(.timeLimit(.minutes(5))) struct AgentIdentityTests {
    private let whole = AgentIdentity.testing(project: "shop", agent: "clerk", replica: 2, run: "0123456789abcdef")
        .labels

    @Test(arguments: [
        ("project", "../../../tmp/x"), ("name", "../../../../tmp/x/lib"), ("run", "2/../target"), ("replica", "1/../2"),
        ("project", ".."), ("name", "."), ("project", ""), ("run", ""), ("name", "a/b"), ("name", "A"), ("run", "a.b"),
        ("name", "-a"), ("name", "a\u{0}"), ("name", "a\n"), ("project", String(repeating: "a", count: 64)),
        ("replica", "0"), ("replica", "-1"), ("replica", "+1"), ("replica", "01"), ("replica", ""), ("replica", "x"),
    ])
    func labelsThatAreNotAsWeWriteThemAreNotOurs(key: String, value: String) {
        #expect(AgentIdentity(labels: whole) != nil)
        #expect(AgentIdentity(labels: whole.merging(["dev.agent.\(key)": value]) { $1 }) == nil)
    }

    @Test(arguments: ["project", "name", "run", "replica"]) func eachLabelIsNeeded(key: String) {
        #expect(AgentIdentity(labels: whole.filter { $0.key != "dev.agent.\(key)" }) == nil)
    }

    @Test func nobodyMakesAnIdentityOfOtherTexts() throws {
        let error = #expect(throws: AgentIdentityError.self) { try AgentIdentity(project: "../x", agent: "a") }
        #expect(error?.summary.hasPrefix("'../x' cannot be the name of a project: lower-case letters") == true)
        #expect(error?.hint == "use 'x'")
        #expect(throws: AgentIdentityError.self) { try AgentIdentity(project: "x", agent: "a/b") }
        #expect(throws: AgentIdentityError.self) { try AgentIdentity(project: "x", agent: "a", run: "..") }
        let json = Data(#"{"project": "x", "agent": "../a", "replica": 1, "run": "r"}"#.utf8)
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(AgentIdentity.self, from: json) }
    }

    /// A container has its image's labels too, where it has none of its own.
    @Test func everyLabelOfOursIsOnEveryContainer() {
        let options = RunOptions(
            image: "hello:1", name: "n", identity: .testing(project: "shop", agent: "clerk", run: "r1"))
        for key in [
            "project", "name", "replica", "run", "config-hash", "config-parts", "version", "capabilities", "lease",
            "expires", "idle", "liveness",
        ] {
            #expect(options.allLabels()["dev.agent.\(key)"] != nil, "\(key)")
        }
        #expect(Lease(labels: options.allLabels()) == nil)
        #expect(AgentIdentity(labels: options.allLabels()) == options.identity)
    }
}
