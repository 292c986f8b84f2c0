import AgentManifest
import AgentValues
import Diagnostics
import FoundationEssentials
import Testing

/// Finding and reading files.
@Suite(.timeLimit(.minutes(2))) final class LoaderTests {
    private let root: String

    init() throws {
        root = "/tmp/aac-manifest-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    private func write(_ text: String, to path: String) throws {
        let full = "\(root)/\(path)"
        let folder = String(full[..<(full.lastIndex(of: "/") ?? full.endIndex)])
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(filePath: full))
    }

    private func named(_ name: String, _ spec: String = "") -> String {
        manifest(spec).replacing("name: demo", with: "name: \(name)")
    }

    private func load(_ paths: String..., loader: ManifestLoader = ManifestLoader(), input: String = "") throws
        -> [LoadedManifest]
    {
        try loader.load(paths: paths, currentDirectory: root, standardInput: { Array(input.utf8) })
    }

    @Test func namesAreTriedInOrder() throws {
        for name in ManifestLoader.fileNames.reversed() {
            try write(named("x"), to: name)
            let loaded = try load()
            #expect(loaded.map(\.file) == [name])
            #expect(loaded.map(\.directory) == [root])
            #expect(loaded[0].manifest.source.file == name)
        }
    }

    @Test func filesFoldersAndStandardInput() throws {
        try write(named("a"), to: "one/agent.yml")
        try write(named("b"), to: "two.yaml")
        try write(named("d"), to: "three/four/x.yaml")
        let absolute = "\(root)/three/four/x.yaml"
        let loaded = try load("one", "./two.yaml", "-", absolute, "one", input: named("c") + "---\n" + named("e"))
        #expect(loaded.map(\.file) == ["one/agent.yml", "./two.yaml", "<stdin>", "<stdin>", absolute])
        #expect(loaded.map(\.manifest.name) == ["a", "b", "c", "e", "d"])
        #expect(loaded.map(\.directory) == ["\(root)/one", root, root, root, "\(root)/three/four"])
    }

    @Test func directoriesHaveNoDots() throws {
        try write(named("a"), to: "one/agent.yml")
        try write(named("b"), to: "two/agent.yml")
        let loaded = try load("./one/.", "one/../two")
        #expect(loaded.map(\.directory) == ["\(root)/one", "\(root)/two"])
    }

    @Test func theSameAgentInTwoFiles() throws {
        try write(named("a"), to: "one.yaml")
        try write(named("a"), to: "two.yaml")
        let error = #expect(throws: DiagnosticsError.self) { try load("one.yaml", "two.yaml") }
        #expect(error?.diagnostics.map(\.hint) == ["the other is in one.yaml:4"])
        #expect(error?.diagnostics.map(\.position?.file) == ["two.yaml"])
    }

    @Test func missingFiles() throws {
        let nothing = #expect(throws: ManifestError.self) { try load() }
        #expect(nothing?.code == .notFound)
        #expect(nothing?.exitCode == .inputOutput)
        #expect(nothing?.summary == "there is no agent.yaml in '\(root)'")
        let missing = #expect(throws: ManifestError.self) { try load("x.yaml") }
        #expect(missing?.summary == "cannot read 'x.yaml': No such file or directory")
        let several = #expect(throws: DiagnosticsError.self) { try load("x.yaml", "y.yaml") }
        #expect(several?.diagnostics.count == 2)
        #expect(several?.exitCode == .inputOutput)
        try write("kind: Agent", to: "bad.yaml")
        let mixed = #expect(throws: DiagnosticsError.self) { try load("x.yaml", "bad.yaml") }
        #expect(mixed?.exitCode == .manifestInvalid)
        #expect(mixed?.diagnostics.first?.message == "cannot read 'x.yaml': No such file or directory")
    }

    @Test func mistakesOfAllFilesComeTogether() throws {
        try write(named("a", "restart: x"), to: "a.yaml")
        try write(named("b", "image: ''"), to: "b.yaml")
        let error = #expect(throws: DiagnosticsError.self) { try load("b.yaml", "a.yaml") }
        #expect(error?.diagnostics.compactMap(\.position?.description) == ["b.yaml:10:10", "a.yaml:10:12"])
    }

    @Test func variablesOfFiles() throws {
        try write(named("a", "config: {a: '${A}', b: '${B}', c: '${C}', d: '${D}'}"), to: "sub/agent.yaml")
        try write("A=dot\nB=dot\nC=dot\nD=dot", to: "sub/.env")
        try write("A=first\nB=first\nC=first", to: "first.env")
        try write("A=second\nB=second", to: "second.env")
        let loader = ManifestLoader(environment: ["A": "process"], environmentFiles: ["first.env", "second.env"])
        let loaded = try load("sub", loader: loader)
        #expect(loaded[0].manifest.config == ["a": "process", "b": "second", "c": "first", "d": "dot"])
        #expect(loaded[0].variables == ["A": "process", "B": "second", "C": "first", "D": "dot"])
    }

    @Test func variablesOfOneFolderAreNotSeenInAnother() throws {
        try write(named("a", "image: ${IMAGE:-none}"), to: "one/agent.yaml")
        try write(named("b", "image: ${IMAGE:-none}"), to: "two/agent.yaml")
        try write("IMAGE=x", to: "one/.env")
        #expect(try load("one", "two").map(\.manifest.image) == ["x", "none"])
    }

    @Test func brokenEnvironmentFiles() throws {
        try write(named("a"), to: "agent.yaml")
        try write("A", to: "bad.env")
        let error = #expect(throws: DiagnosticsError.self) {
            try load(loader: ManifestLoader(environmentFiles: ["bad.env"]))
        }
        #expect(error?.diagnostics.compactMap(\.position?.description) == ["bad.env:1:2"])
        let missing = #expect(throws: (any Error).self) {
            try load(loader: ManifestLoader(environmentFiles: ["no.env"]))
        }
        #expect(missing != nil)
    }

    /// Nobody asked for `.env`, so what is wrong with it stops nobody who does not need it.
    @Test func aBadLineOfTheFoldersFileIsAWarningUntilItIsNeeded() throws {
        try write("A=1\nsome words\nB='x' y\nC=2", to: ".env")
        try write(named("a", "config: {a: '${A}', c: '${C}'}"), to: "agent.yaml")
        let loaded = try load()
        #expect(loaded[0].manifest.config == ["a": "1", "c": "2"])
        #expect(loaded[0].warnings.map(\.severity) == [.warning, .warning])
        #expect(loaded[0].warnings.compactMap(\.position?.description) == [".env:2:5", ".env:3:7"])

        try write(named("a", "config: {b: '${B:-default}'}"), to: "agent.yaml")
        let error = #expect(throws: DiagnosticsError.self) { try load() }
        #expect(
            error?.diagnostics.last?.message == "the variable B may be in a line of .env that cannot be read")
        let given = try load(loader: ManifestLoader(environment: ["B": "given"]))
        #expect(given[0].manifest.config == ["b": "given"])
    }

    @Test func behindAnOpenQuoteNothingOfTheFoldersFileIsKnown() throws {
        try write("A=1\nB=\"open\nC=2", to: ".env")
        try write(named("a", "config: {a: '${A}'}"), to: "agent.yaml")
        #expect(try load()[0].warnings.compactMap(\.position?.description) == [".env:2:3"])
        try write(named("a", "config: {c: '${C:-d}'}"), to: "agent.yaml")
        #expect(throws: DiagnosticsError.self) { try load() }
    }

    @Test func bytesThatAreNoTextAreAWarningInTheFoldersFile() throws {
        try Data([0x41, 0x3D, 0xFF]).write(to: URL(filePath: "\(root)/.env"))
        try write(named("a"), to: "agent.yaml")
        #expect(try load()[0].warnings.map(\.code) == ["environment-file.encoding"])
    }

    @Test func namesInTheFoldersFileAreReplaced() throws {
        try write(
            """
            BASE=/srv
            ENGINE=${ENGINE:-fast}
            DATA=${BASE}/data
            HOST_WINS=${BASE2}
            BASE2=file
            """, to: ".env")
        try write(named("a", "config: {list: ['${DATA}', '${ENGINE}', '${HOST_WINS}']}"), to: "agent.yaml")
        let loaded = try load(loader: ManifestLoader(environment: ["BASE2": "host"]))
        #expect(loaded[0].manifest.config == ["list": ["/srv/data", "fast", "host"]])
        #expect(loaded[0].warnings == [])
    }
}
