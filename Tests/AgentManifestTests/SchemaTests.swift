import AgentValues
import FoundationEssentials
import Testing

@testable import AgentManifest

/// The schema against the reader: the same keys, and no verdict that the reader would not share.
@Suite(.timeLimit(.minutes(2))) struct SchemaTests {
    private let schema = ManifestSchema.document()

    @Test func everyKeyThatTheReaderKnowsIsInTheSchemaAndTheOtherWayRound() {
        var known: Set<String> = []
        for (path, level) in KeyTree.shared.levels {
            for name in level.names { known.insert(path.isEmpty ? name : "\(path).\(name)") }
        }
        var written: Set<String> = []
        walk(schema, at: "") { path, _ in written.insert(path) }
        #expect(known.subtracting(written).sorted() == [])
        #expect(written.subtracting(known).sorted() == [])
    }

    @Test func everyKeyIsExplainedAndHasAShape() {
        let drafts = ManifestKeys.rows.filter { if case .draft = $0.support { true } else { false } }.map(\.path)
        let known = KeyTree.shared.levels.flatMap { path, level in
            level.names.map { path.isEmpty ? $0 : "\(path).\($0)" }
        }
        #expect(Set(ManifestKeys.shapes.keys).symmetricDifference(Set(known).subtracting(drafts)).sorted() == [])
        walk(schema, at: "") { path, property in
            #expect(property["description"]?.stringValue?.hasSuffix(".") == true, "\(path)")
            if drafts.contains(path) { #expect(property["deprecated"] == true, "\(path)") }
        }
    }

    /// Whatever the reader takes the schema takes too: every case of the tables of mistakes, and every whole manifest.
    @Test func whatIsRightIsNeverAMistakeInAnEditor() async throws {
        let cases = [
            ProcessMistakesTests.cases, SecurityMistakesTests.cases, LifecycleMistakesTests.cases,
            ProbeMistakesTests.cases,
            MountMistakesTests.cases, ServiceMistakesTests.cases,
        ].flatMap { $0 }.filter { !$0.expected.contains { $0.contains(" error: ") } }.map { manifest($0.spec) }
        let texts = cases + [FullManifestTests.text, manifest()] + (try images())
        #expect(texts.count > 20)
        let documents = try texts.map { try #require(try SchemaValidator.json($0)) }
        let objections = try await SchemaValidator.objections(to: documents, by: schema)
        for (text, objection) in zip(texts, objections) { #expect(objection == [], "\(text)") }
    }

    @Test(arguments: [false, true])
    func theVerdictsAreTheSame(isStrict: Bool) async throws {
        let schema = ManifestSchema.document(isStrict: isStrict)
        let documents = try Self.verdicts.map { try #require(try SchemaValidator.json(manifest($0.spec))) }
        let objections = try await SchemaValidator.objections(to: documents, by: schema)
        for (verdict, objection) in zip(Self.verdicts, objections) {
            let isRight = isStrict ? verdict.isRightIfStrict : verdict.isRight
            let reader = messages(manifest(verdict.spec), isStrict: isStrict).filter { $0.contains(" error: ") }
            #expect(reader.isEmpty == isRight, "\(verdict.spec): \(reader)")
            #expect(objection.isEmpty == isRight, "\(verdict.spec): \(objection)")
        }
    }

    @Test func whatIsMissingIsSaid() async throws {
        let texts = [
            "kind: Agent", "apiVersion: agent.dev/v1\nkind: Agent\nmetadata: {}\nspec: {}",
            manifest().replacing("kind: Agent", with: "kind: Agnet"),
            manifest().replacing("  runtime: python\n", with: ""),
            manifest().replacing("    name: gpt-4\n", with: ""),
            manifest().replacing("  name: demo\n", with: "  name: De_mo\n"),
            manifest().replacing("  runtime: python\n", with: "  runtime: pyton\n"),
        ]
        let documents = try texts.map { try #require(try SchemaValidator.json($0)) }
        let objections = try await SchemaValidator.objections(to: documents, by: schema)
        for (text, objection) in zip(texts, objections) {
            #expect(!objection.isEmpty, "\(text)")
            #expect(messages(text).contains { $0.contains(" error: ") }, "\(text)")
        }
    }

    @Test func customRuntimesAreNamed() throws {
        let custom = ManifestSchema.document(runtimes: ["python", "deno"])
        let names = custom["$defs"]?["runtime"]?["anyOf"]?.arrayValue?.first?["enum"]
        #expect(names == ["python", "deno"])
    }

    private struct Verdict {
        var spec: String
        var isRight: Bool
        var isRightIfStrict: Bool
    }

    private static let verdicts: [Verdict] =
        [
            "restart: on-failure:3", "restart: 'no'", "lifetime: {ttl: 30m, idle: 90}", "lifetime: {ttl: 1m30s}",
            "lifetime: {ttl: 1d}",
            "ports:",
            "ports: [{container: 80, host: 0, protocol: udp}]", "ports: [{container: 80, host: '${PORT:-80}'}]",
            "image: python:3.11", "resources: {limits: {cpu: 500m, memory: 1.5Gi, pids: 10}}",
            "resources: {limits: {cpu: 0.5, memory: 1024}}", "healthCheck: {command: 'true'}",
            "healthCheck: {type: log, expect: ready}", "healthCheck: {any: [{type: tcp}, {path: /x}], interval: 5s}",
            "healthcheck: {readiness: {type: file, path: /ready}, liveness: {type: engine}}",
            "environment: [{name: A, value: false}, {name: B, from: env}]", "dependsOn: []",
            "volumes: [{source: ./data, target: /data}, {type: tmpfs, target: /tmp, size: 10M}]",
            "security: {level: restricted, runAsUser: 1000, capabilities: {drop: [ALL], add: [cap_chown, KILL]}}",
            "security: {seccomp: ./profile.json}", "hooks: {preRun: [{exec: [./check], timeout: 5, onError: warn}]}",
            "hooks: {ready: [{use: notify, config: {a: 1}}]}", "network: {mode: none, dns: [1.1.1.1, '::1']}",
            "secrets: [{name: key, from: exec, command: [pass, key]}]", "config: {deep: [1, {a: null}]}",
            "workingDir: /srv", "logging: whatever",
            "ports: [8080]", "ports: ['8080:80', '127.0.0.1:8443:443/tcp', '[::1]::53/udp', '${PORT:-1}:80']",
            "volumes: ['./data:/data:ro', 'cache:/cache', '~/x:/x:rw', '${D:-.}/y:/y']",
            "environment: {A: b, B: 1, C: true, D: null}", "environment: [A=b, 'B=c=d', C, {name: D, value: e}]",
            "env_file: app.env", "env_file: [a.env, {path: b.env, required: false}]",
            "resources: {limits: {memory: 512m}}", "resources: {limits: {memory: 1.5gb}}",
            "volumes: [{type: tmpfs, target: /t, size: 64kb}]", "healthCheck: {interval: 1m30s}",
        ].map { Verdict(spec: $0, isRight: true, isRightIfStrict: true) }
        + [
            "restart: sometimes", "restart: false", "restart: on-failure:0", "lifetime: 30m", "lifetime: {ttl: 0}",
            "lifetime: {ttl: 5 minutes}", "lifetime: {idle: -1}", "ports: 8080", "ports: [8000-8010:80]",
            "ports: ['80/sctp']", "ports: [{host: 80}]",
            "ports: [{container: 99999}]", "ports: [{container: '80'}]", "ports: [{container: 80, protocol: sctp}]",
            "ports: [{container: 80, hostIP: localhost}]", "image: -x", "image: a b", "resources: {limits: {cpu: 0}}",
            "resources: {limits: {memory: 1.5}}",
            "resources: {limits: {pids: 0}}",
            "healthCheck: {type: ping}", "healthCheck: {type: command}", "healthCheck: {type: file}",
            "healthCheck: {type: log}", "healthCheck: {all: [{type: tcp}], port: 80}", "healthCheck: {interval: 0s}",
            "healthCheck: {all: [{any: []}]}", "healthCheck: {}\nhealthcheck: {path: /x}", "environment: {A: [b]}",
            "environment: ['=b']", "volumes: [/data]", "volumes: ['a:b']", "env_file: {required: false}",
            "env_file: [{path: a, required: 5}]",
            "environment: [{value: b}]", "environment: [{name: A, value: b, from: env}]",
            "environment: [{name: A, from: vault}]", "environment: [{name: A, from: file}]", "dependsOn: [null]",
            "dependsOn: [{condition: healthy}]", "volumes: [{target: /data}]",
            "volumes: [{source: data, target: data}]",
            "volumes: [{source: data, target: /}]", "volumes: [{source: data, target: /a/../b}]",
            "volumes: [{source: /, target: /d, allowUnsafe: []}]", "security: {level: tight}",
            "security: {runAsUser: -1}", "security: {runAsNonRoot: 'yes'}", "security: {capabilities: {add: [FLY1]}}",
            "security: {seccomp: loose}", "hooks: {preRun: [{name: x}]}", "hooks: {preRun: [{exec: [a], use: b}]}",
            "hooks: {preRun: [{exec: []}]}", "hooks: {preRun: [{exec: [a], onError: ignore}]}", "network: {mode: '-x'}",
            "network: {dns: [one]}", "secrets: [{name: key}]", "secrets: [{name: a/b, from: env}]",
            "secrets: [{name: key, from: exec}]", "config: 5", "workingDir: srv", "scaling: {replicas: -1}",
            "command: python", "capabilities: [null]",
        ].map { Verdict(spec: $0, isRight: false, isRightIfStrict: false) }
        + [
            "imag: x", "ports: [{container: 80, hots: 1}]", "lifetime: {tll: 3s}", "healthCheck: {pth: /}",
            "security: {capabilities: {keep: [ALL]}}",
        ].map { Verdict(spec: $0, isRight: true, isRightIfStrict: false) }

    /// The manifests that this package ships.
    private func images() throws -> [String] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "images")
        return try FileManager.default.contentsOfDirectory(atPath: root.path).compactMap {
            try? String(contentsOf: root.appending(path: "\($0)/agent.yaml"), encoding: .utf8)
        }
    }

    /// Calls `visit` for each key, with its path as in the table of keys.
    private func walk(_ schema: JSONValue, at path: String, _ visit: (String, JSONValue) -> Void) {
        for node in [schema] + (schema["anyOf"]?.arrayValue ?? []) {
            let resolved = resolve(node)
            if resolved["type"] == "array" || resolved["items"] != nil {
                if let items = resolved["items"] { walk(items, at: "\(path)[]", visit) }
            }
            for member in resolved["properties"]?.objectValue?.members ?? [] {
                let below = path.isEmpty ? member.key : "\(path).\(member.key)"
                visit(below, member.value)
                walk(member.value, at: below, visit)
            }
        }
    }

    private func resolve(_ schema: JSONValue) -> JSONValue {
        guard let name = schema["$ref"]?.stringValue?.split(separator: "/").last else { return schema }
        return self.schema["$defs"]?[String(name)] ?? schema
    }
}
