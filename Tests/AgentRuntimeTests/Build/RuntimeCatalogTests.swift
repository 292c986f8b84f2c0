import AgentManifest
import Diagnostics
import Testing

@testable import AgentRuntime

@Suite(.timeLimit(.minutes(2))) struct RuntimeCatalogTests {
    @Test func hasTheFiveRuntimes() throws {
        let catalog = try RuntimeCatalog()
        #expect(catalog.definitions.map(\.name) == ["go", "java", "nodejs", "python", "rust"])
        for definition in catalog.definitions {
            #expect(
                definition.port == 8080 && definition.user == "10001:10001" && definition.workingDirectory == "/app")
            #expect(definition.versions.contains(definition.defaultVersion))
        }
        #expect(catalog.names.contains("golang"))
    }

    @Test(arguments: [
        ("python", nil, "python", "3.11", true), ("Python", "3.12", "python", "3.12", true),
        ("node", "20.1.0", "nodejs", "20.1.0", true), ("golang", "1.2", "go", "1.2", false),
        ("java", "8", "java", "8", false),
        ("python", "3.1", "python", "3.1", false),
    ])
    func selects(_ name: String, _ version: String?, _ expected: String, _ expectedVersion: String, _ isKnown: Bool)
        throws
    {
        let selection = try RuntimeCatalog().select(name, version: version)
        #expect(selection.definition.name == expected && selection.version == expectedVersion)
        #expect(selection.isKnownVersion == isKnown)
    }

    @Test func refusesWhatIsNotThere() throws {
        let catalog = try RuntimeCatalog()
        let error = #expect(throws: BuildError.self) { try catalog.select("pyton") }
        #expect(error?.code == .unknownRuntime && error?.hint == "did you mean 'python'?")
        #expect(error?.details == ["known are: go, java, nodejs, python, rust"])
        #expect(
            #expect(throws: BuildError.self) { try catalog.select("elixir") }?.hint?.contains("elixir.yaml") == true)
        for version in ["3.11 slim", "", "3\nRUN x", "$X", "../x"] {
            #expect(
                #expect(throws: BuildError.self) { try catalog.select("python", version: version) }?.code
                    == .invalidText)
        }
    }

    @Test func aFolderReplacesAndAdds() throws {
        let folder = try TemporaryFolder()
        try folder.add("python.yaml", "name: python\ndefaultVersion: '1'\nimage: mine/python:${version}\n")
        try folder.add("deno.yml", "name: deno\naliases: [node]\ndefaultVersion: '2'\nimage: deno:${version}\n")
        try folder.add("README.md", "not a definition")
        let catalog = try RuntimeCatalog(folder: folder.path)
        #expect(catalog.definitions.map(\.name) == ["deno", "go", "java", "nodejs", "python", "rust"])
        #expect(try catalog.select("python").definition.image == "mine/python:${version}")
        // The folder's alias wins over the embedded one.
        #expect(try catalog.select("node").definition.name == "deno")
        #expect(try catalog.select("nodejs").definition.name == "nodejs")
    }

    @Test func reportsEveryMistakeOfAFolder() throws {
        let folder = try TemporaryFolder()
        try folder.add(
            "python.yaml",
            """
            name: pyton
            defaultVersion: "3 11"
            image: python:${versoin}
            enviroment: {}
            user: root me
            recipes:
              - line: x
                install: ["pip ${entri}"]
                write: {../x: y}
            start:
              - files: [/etc/passwd]
            """)
        try folder.add("x.yaml", "name: [")
        let error = #expect(throws: DiagnosticsError.self) { try RuntimeCatalog(folder: folder.path) }
        let messages = error?.diagnostics.map { "\($0.position?.line ?? 0): \($0.message)" } ?? []
        #expect(
            messages.dropLast() == [
                "2: expected a version that can be part of a tag, found '3 11'",
                "3: '${versoin}' stands for nothing here",
                "3: expected the name of an image, found 'python:${versoin}'", "4: unknown key 'enviroment'",
            ])
        #expect(error?.diagnostics[1].hint == "did you mean '${version}'?")
        #expect(error?.diagnostics[3].hint == "did you mean 'environment'?")
        #expect(error?.exitCode == .inputOutput)
        #expect(throws: BuildError.self) { try RuntimeCatalog(folder: "/nonexistent") }
    }

    @Test func checksEveryValue() throws {
        let text = """
            name: x
            defaultVersion: "1"
            image: x:${version}
            port: 70000
            user: "a b"
            workingDir: app
            environment: {"A-B": x}
            ignore: ["a["]
            dependencyPattern: "("
            healthCheck: {type: htp}
            limits: {memroy: 1Gi}
            recipes:
              - image: y
              - line: x
              - install: ["pip ${entri}", []]
              - write: {../x: y}
              - copy: [a/b]
            start:
              - files: [/etc/passwd]
                command: [x]
            """
        let error = #expect(throws: DiagnosticsError.self) {
            try RuntimeDefinition(content: Array(text.utf8), file: "x.yaml", fileName: "y")
        }
        #expect(
            Set(error?.diagnostics.compactMap(\.position?.line) ?? []) == [
                1, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16, 17, 19,
            ])
    }

    @Test func readsProbeAndLimits() throws {
        let text = """
            name: x
            defaultVersion: "1"
            image: x
            port:
            healthCheck: {type: tcp, port: 80}
            limits: {memory: 64Mi, cpu: 500m, pids: 10}
            """
        let definition = try RuntimeDefinition(content: Array(text.utf8), file: "x.yaml")
        #expect(definition.readiness?.kind == .tcp && definition.readiness?.port == 80)
        #expect(
            definition.limits.memory == 64 << 20 && definition.limits.nanoCPUs == 500_000_000
                && definition.limits.pids == 10)
    }
}
