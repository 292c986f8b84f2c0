import AgentManifest
import Diagnostics
import Testing

/// Mistakes outside `spec`, and files with several documents.
@Suite(.timeLimit(.minutes(2))) struct DocumentTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var text: String
        var expected: [String]
        var testDescription: String { text }

        init(_ text: String, _ expected: String...) {
            self.text = text
            self.expected = expected
        }
    }

    static let rest = """
        metadata: {name: a}
        spec: {runtime: go, model: {provider: p, name: m}}
        """

    static let cases: [Case] = [
        Case(
            "", "1:1 error: the file holds no agent (an agent begins with 'apiVersion: agent.dev/v1' and 'kind: Agent')"
        ),
        Case(
            "# nothing\n\n# here",
            "1:1 error: the file holds no agent (an agent begins with 'apiVersion: agent.dev/v1' and 'kind: Agent')"),
        Case(
            "---\n---\n",
            "1:1 error: the file holds no agent (an agent begins with 'apiVersion: agent.dev/v1' and 'kind: Agent')"),
        Case(
            "hello",
            "1:1 error: expected a mapping with 'apiVersion', 'kind', 'metadata' and 'spec', found the text 'hello'"),
        Case(
            "{}", "1:1 error: 'kind' is required [kind] (write 'kind: Agent')",
            "1:1 error: 'apiVersion' is required [apiVersion] (write 'apiVersion: agent.dev/v1')",
            "1:1 error: 'metadata' is required [metadata] (it holds the agent's name)",
            "1:1 error: 'spec' is required [spec] (it says how the agent is built and run)"),
        Case(
            "apiVersion: agent.dev/v2\nkind: agnet\nmetadata:\nspec: []",
            "1:13 error: unknown apiVersion 'agent.dev/v2'; expected agent.dev/v1 [apiVersion] (did you mean 'agent.dev/v1'?)",
            "2:7 error: unknown kind 'agnet'; expected Agent [kind] (did you mean 'Agent'?)",
            "3:1 error: 'metadata' has no value [metadata] (it holds the agent's name)",
            "4:7 error: expected a mapping, found a list [spec]"),
        Case(
            "apiVersion: v1\nkind: ConfigMap\ndata: {}",
            "1:13 error: unknown apiVersion 'v1'; expected agent.dev/v1 [apiVersion]",
            "2:7 error: unknown kind 'ConfigMap'; expected Agent [kind]"),
        Case(
            "apiVersion: agent.as.code/v1\nkind: Agent\n" + rest,
            "1:1 warning: 'agent.as.code/v1' is read as 'agent.dev/v1' [apiVersion] (write 'apiVersion: agent.dev/v1')"),
        Case(
            "apiVersion: agent.dev/v1\nkind: Agent\nstatus: {}\nx-anchors: {a: b}\nmetadata: {name: My_Agent, nmae: x}\nspec: {}",
            "3:1 warning: unknown key 'status' [status]",
            "5:18 error: 'My_Agent' is not a valid name [metadata.name] (did you mean 'my-agent'?)",
            "5:28 warning: unknown key 'nmae' in metadata [metadata.nmae] (did you mean 'name'?)",
            "6:1 error: 'spec.runtime' is required [spec.runtime] (one of python, nodejs, go, rust or java)"),
        Case(
            """
            apiVersion: agent.dev/v1
            kind: Agent
            metadata:
              name: \(String(repeating: "a", count: 64))
              version: "1 0"
              labels: {dev.agent.name: x, a: [b]}
              tags: a
            spec:
              runtime: pyton:3.11
              model: {provider: , nam: x}
            ---
            apiVersion: agent.dev/v1
            kind: Agent
            metadata: {name: b}
            spec: {runtime: "node:", model: {provider: p, name: m}}
            """,
            "4:9 error: '\(String(repeating: "a", count: 64))' is not a valid name [metadata.name] (did you mean '\(String(repeating: "a", count: 63))'?)",
            "5:12 error: '1 0' is not a version [metadata.version] (use up to 128 letters, digits, '.', '_', '-' and '+', such as 1.0.0)",
            "6:28 error: labels that begin with 'dev.agent.' are reserved [metadata.labels.dev.agent.name]",
            "6:34 error: expected text, found a list [metadata.labels.a]",
            "7:9 error: expected a list, found the text 'a' [metadata.tags] (write [a])",
            "9:12 error: unknown runtime 'pyton'; expected python, nodejs, go, rust or java [spec.runtime] (did you mean 'python'?)",
            "10:3 error: 'spec.model.name' is required [spec.model.name] (such as 'name: gpt-4')",
            "10:11 error: 'spec.model.provider' has no value [spec.model.provider] (such as 'provider: openai')",
            "10:23 warning: unknown key 'nam' in spec.model [spec.model.nam] (did you mean 'name'?)",
            "15:17 error: unknown runtime 'node'; expected python, nodejs, go, rust or java [spec.runtime] (did you mean 'nodejs'?)"
        ),
        Case(
            "apiVersion: agent.dev/v1\nkind: Agent\n\(rest)\n---\napiVersion: agent.dev/v1\nkind: Agent\n\(rest)",
            "8:18 error: two agents have the name 'a' [metadata.name] (the other is in <stdin>:3)"),
        Case(
            """
            {apiVersion: agent.dev/v1, kind: Agent, metadata: {name: a}, spec: {runtime: go, model: {provider: p, name: m}, dependsOn: [b]}}
            ---
            {apiVersion: agent.dev/v1, kind: Agent, metadata: {name: b}, spec: {runtime: go, model: {provider: p, name: m}, dependsOn: [{name: c}]}}
            ---
            {apiVersion: agent.dev/v1, kind: Agent, metadata: {name: c}, spec: {runtime: go, model: {provider: p, name: m}, dependsOn: [a, databse]}}
            ---
            {apiVersion: agent.dev/v1, kind: Agent, metadata: {name: database}, spec: {runtime: go, model: {provider: p, name: m}}}
            """,
            "1:125 error: agents depend on each other in a circle: a → b → c → a [spec.dependsOn[0]]",
            "5:128 error: there is no agent 'databse' [spec.dependsOn[1]] (did you mean 'database'?)"),
    ]

    @Test(arguments: cases) func reports(_ documentCase: Case) {
        #expect(messages(documentCase.text) == documentCase.expected)
    }

    @Test func unknownKeysAreErrorsWhenStrict() {
        #expect(
            messages(manifest("prots: []"), isStrict: true).map { $0.contains("error: unknown key 'prots'") } == [true])
        #expect(throws: DiagnosticsError.self) { try load(manifest("prots: []"), isStrict: true) }
        #expect(throws: Never.self) { try load(manifest("scaling: {replicas: 2}"), isStrict: true) }
    }

    @Test func oneBadDocumentAmongGoodOnes() {
        let text =
            manifest() + "---\n" + manifest("restart: x").replacing("demo", with: "second") + "---\n"
            + manifest("a: b").replacing("demo", with: "third")
        #expect(
            messages(text) == [
                "21:12 error: unknown restart policy 'x'; expected no, always, unless-stopped or on-failure [spec.restart]",
                "32:3 warning: unknown key 'a' in spec [spec.a]",
            ])
    }

    @Test func documentsBeforeASyntaxMistakeAreChecked() {
        let found = messages(manifest("restart: x") + "---\nkind: [\n")
        #expect(found.count == 2)
        #expect(found[0].hasPrefix("10:12 error: unknown restart policy"))
        #expect(found[1].hasPrefix("12:8 error: YAML syntax:"))
    }

    /// With a document that cannot be read, an unknown name may well be that document's.
    @Test func unknownDependencyIsNotBlamedBesideABrokenDocument() {
        let found = messages(manifest("dependsOn: [other]") + "---\nkind: Agent\n")
        #expect(!found.contains { $0.contains("there is no agent") })
    }

    @Test func anchorsEndWithTheirDocument() {
        let found = messages(
            manifest("config: &a {}") + "---\n" + manifest("config: *a").replacing("demo", with: "other"))
        #expect(found.map { $0.prefix(30) } == ["21:11 error: unknown anchor 'a'"].map { $0.prefix(30) })
    }

    @Test func emptyDocumentsBetweenAgentsAreSkipped() throws {
        #expect(try load("---\n---\n" + manifest() + "---\n# end\n").count == 1)
    }

    @Test func aCustomRuntimeMustBeRegistered() throws {
        let text = manifest().replacing("runtime: python", with: "runtime: custom:1.0")
        #expect(
            try load(text, runtimes: ["custom"])[0].manifest.runtime == Manifest.Runtime(name: "custom", version: "1.0")
        )
        #expect(messages(text).count == 1)
    }
}
