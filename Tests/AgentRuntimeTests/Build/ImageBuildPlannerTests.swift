import AgentManifest
import Diagnostics
import FoundationEssentials
import Testing

@testable import AgentRuntime

/// A folder that exists in a dictionary only.
struct InMemoryFolder: FolderReader {
    var files: [String: String] = [:]
    var folders: Set<String> = []
    /// Where links lead.
    var links: [String: String] = [:]

    init(_ files: [String: String], at root: String = "/srv/agent") {
        for (name, text) in files { self.files["\(root)/\(name)"] = text }
        folders = [root]
        for path in self.files.keys {
            var parts = path.split(separator: "/").dropLast()
            while !parts.isEmpty {
                folders.insert("/" + parts.joined(separator: "/"))
                parts.removeLast()
            }
        }
    }

    struct Missing: Error {}

    func kind(of path: String) -> FileKind {
        files[path] != nil ? .file : folders.contains(path) ? .folder : .missing
    }

    func names(in folder: String) throws -> [String] {
        guard folders.contains(folder) else { throw Missing() }
        return (Array(files.keys) + folders).filter {
            $0.hasPrefix(folder + "/") && !$0.dropFirst(folder.count + 1).contains("/")
        }
        .map { String($0.dropFirst(folder.count + 1)) }
    }

    func content(of path: String, limit: Int) throws -> [UInt8] {
        guard let text = files[path] else { throw Missing() }
        return Array(text.utf8.prefix(limit))
    }

    func resolved(_ path: String) -> String? { links[path] ?? (kind(of: path) == .missing ? nil : path) }
}

@Suite(.timeLimit(.minutes(2))) struct ImageBuildPlannerTests {
    private func manifest(runtime: String = "python", version: String? = nil) -> Manifest {
        Manifest(name: "hello", runtime: .init(name: runtime, version: version), model: .init(provider: "p", name: "m"))
    }

    private func plan(
        _ manifest: Manifest, _ files: [String: String], options: ImageBuildOptions = .init(),
        links: [String: String] = [:]
    ) throws -> ImageBuildPlan {
        var folder = InMemoryFolder(files)
        folder.links = links
        let planner = ImageBuildPlanner(catalog: try RuntimeCatalog(), options: options, folder: folder)
        return try #require(try planner.plan(manifest, directory: "/srv/agent", project: "shop"))
    }

    private func mistake(_ manifest: Manifest, _ files: [String: String], links: [String: String] = [:]) -> Diagnostic?
    {
        let error = #expect(throws: DiagnosticsError.self) { try plan(manifest, files, links: links) }
        #expect(error?.exitCode == .manifestInvalid)
        return error?.diagnostics.first
    }

    @Test func nothingIsBuiltForAnImage() throws {
        var manifest = manifest()
        manifest.image = "python"
        let planner = ImageBuildPlanner(catalog: try RuntimeCatalog(), folder: InMemoryFolder([:]))
        #expect(try planner.plan(manifest, directory: "/srv/agent", project: "shop") == nil)
    }

    @Test func makesADockerfile() throws {
        var manifest = manifest()
        manifest.metadata.version = "1.2+x"
        manifest.metadata.labels = ["team": "a", "dev.agent.name": "forged"]
        manifest.ports = [
            .init(container: 9000), .init(container: 53, transport: .udp), .init(container: 9000, host: 1),
        ]
        let plan = try plan(manifest, ["main.py": "", ".dockerignore": "data\n!.env\n"])
        #expect(plan.reference == "shop-hello:1.2-x" && plan.context == "/srv/agent" && plan.runtime == "python:3.11")
        #expect(
            plan.labels == [
                "team": "a", "dev.agent.image": "shop/hello", "org.opencontainers.image.version": "1.2+x",
            ])
        #expect(plan.dockerfile == ".aac-runtime.Dockerfile" && plan.baseImages == ["python:3.11-slim"])
        #expect(plan.dockerfileText?.contains("EXPOSE 9000 53/udp\n") == true)
        #expect(plan.dockerfileText?.contains("\"dev.agent.image\"=\"shop/hello\"") == true)
        #expect(plan.extraFiles.map(\.path) == [".aac-runtime.Dockerfile", ".dockerignore"])
        let rules = try IgnoreRules(lines: plan.ignoreLines)
        for path in [
            "agent.yaml", ".git/config", "a/.env", "a/.env.local", "x/__pycache__/y.pyc", ".ssh/id", "data/x", ".npmrc",
        ] {
            #expect(rules.ignores(path), "\(path)")
        }
        // The user's own lines have the last word.
        for path in ["main.py", ".env", "b/.env.example", "agent.yaml.txt", "sub/agent.yaml"] {
            #expect(!rules.ignores(path), "\(path)")
        }
    }

    @Test func isPlainData() throws {
        let plan = try plan(manifest(), ["main.py": ""])
        let json = try JSONEncoder().encode(plan)
        #expect(try JSONDecoder().decode(ImageBuildPlan.self, from: json) == plan)
    }

    @Test func aFileThatIsIgnoredIsNotThere() throws {
        var manifest = manifest()
        manifest.dependencies = ["six"]
        let files = ["main.py": "", "app.py": "", "requirements.txt": "", ".dockerignore": "requirements.txt\nmain.py"]
        let plan = try plan(manifest, files)
        #expect(plan.dockerfileText?.contains("\"six\"") == true)
        #expect(plan.dockerfileText?.contains("\"app.py\"") == true)
    }

    @Test func remarksOnWhatIsNotUsed() throws {
        var manifest = manifest(version: "3.99")
        manifest.dependencies = ["six"]
        var options = ImageBuildOptions()
        options.buildImage = "x"
        let files = ["main.py": "", "requirements.txt": "", ".env": "KEY=x", "Dockerfile": "FROM x"]
        let notes = try plan(manifest, files, options: options).notes
        #expect(
            notes == [
                "`spec.dependencies` is not used: 'requirements.txt' names the packages",
                "version 3.99 is none of those known (3.9, 3.10, 3.11, 3.12, 3.13, 3.14) and is used as written",
                "the build image is not used: the runtime 'python' compiles nothing",
                "'.env' stays out of the image; `!.env` in .dockerignore puts it in",
                "'Dockerfile' is not used: write `build: {context: .}` into `spec` to build with it",
            ])
        #expect(try plan(self.manifest(), ["main.py": ""]).notes == [])
    }

    @Test func takesOptions() throws {
        var options = ImageBuildOptions()
        options.baseImage = "mine"
        options.reference = "x/y:z"
        options.pullsBaseImages = true
        options.usesCache = false
        let plan = try plan(manifest(), ["main.py": ""], options: options)
        #expect(plan.baseImages == ["mine"] && plan.reference == "x/y:z" && plan.pullsBaseImages && !plan.usesCache)
    }

    @Test func usesADockerfile() throws {
        var manifest = manifest()
        var build = Manifest.Build()
        build.context = "./sub/."
        build.dockerfile = "docker/./Dockerfile.dev"
        build.target = "run"
        build.arguments = ["BASE": "alpine"]
        manifest.build = build
        let text = """
            # syntax=docker/dockerfile:1
            ARG BASE=debian
            ARG TAG="3"
            FROM --platform=linux/amd64 ${BASE}:$TAG \\
              # a comment
              AS one
            FROM one AS two
            from scratch
            FROM ${UNKNOWN} AS run
            FROM busybox:${X:-latest}
            """
        let files = [
            "sub/docker/Dockerfile.dev": text, "sub/docker/Dockerfile.dev.dockerignore": "*\n!src\n",
            "sub/.dockerignore": "x",
            "sub/.env": "",
        ]
        let plan = try plan(manifest, files)
        #expect(plan.context == "/srv/agent/sub" && plan.dockerfile == "docker/Dockerfile.dev" && plan.target == "run")
        #expect(plan.dockerfileText == nil && plan.runtime == nil && plan.arguments == ["BASE": "alpine"])
        #expect(plan.baseImages == ["alpine:3", "busybox:latest"])
        #expect(plan.extraFiles.map(\.path) == ["docker/Dockerfile.dev", ".dockerignore"])
        #expect(plan.extraFiles.last?.text == "*\n!src\n")
        let label = #"LABEL "dev.agent.image"="shop/hello""#
        var labelled = text.split(separator: "\n").map(String.init)
        labelled.insert(label, at: labelled.count - 1)
        #expect(plan.extraFiles.first?.text == labelled.joined(separator: "\n"))
        let rules = try IgnoreRules(lines: plan.ignoreLines)
        #expect(rules.ignores("a") && rules.ignores("docker/x") && !rules.ignores("src/a"))
        #expect(!rules.ignores("docker/Dockerfile.dev") && !rules.ignores(".dockerignore"))
        #expect(plan.notes == [])
    }

    @Test func findsTheDockerfileOfABuild() throws {
        var manifest = manifest()
        manifest.build = Manifest.Build()
        #expect(try plan(manifest, ["Dockerfile": "FROM a", "main.py": ""]).dockerfile == "Dockerfile")
        #expect(try plan(manifest, ["Containerfile": "FROM a"]).dockerfile == "Containerfile")
        #expect(try plan(manifest, ["main.py": ""]).dockerfileText != nil)
        #expect(
            try plan(manifest, ["Dockerfile": "FROM a", ".env": "", ".npmrc": "", ".dockerignore": ".npmrc"]).notes == [
                "'.env' is sent to the engine and may end up in the image; name it in .dockerignore"
            ])
    }

    @Test(arguments: [
        ("FROM a", nil, "FROM a\nLABEL \"k\"=\"\\$v\"\n"),
        ("FROM a AS x\r\nFROM b\n", "X", "FROM a AS x\r\nLABEL \"k\"=\"\\$v\"\nFROM b\n"),
        ("FROM a\nFROM b", "0", "FROM a\nLABEL \"k\"=\"\\$v\"\nFROM b"),
        ("# escape=`\nFROM a", nil, "# escape=`\nFROM a\nLABEL \"k\"=\"`$v\"\n"),
        ("FROM a AS x", "y", nil), ("RUN x", nil, nil),
        (
            "FROM a AS x\n# FROM no\nRUN x \\\n  FROM no\nFROM \\\n b", "x",
            "FROM a AS x\n# FROM no\nRUN x \\\n  FROM no\nLABEL \"k\"=\"\\$v\"\nFROM \\\n b"
        ),
    ])
    func labelsAStage(_ text: String, _ target: String?, _ expected: String?) {
        #expect(DockerfileOutline(text: text, arguments: [:]).text(adding: ["k": "$v"], to: target) == expected)
    }

    @Test func saysWhatIsMissing() throws {
        var manifest = manifest()
        var build = Manifest.Build()
        build.dockerfile = "Dockrfile"
        manifest.build = build
        var found = mistake(manifest, ["Dockerfile": "FROM a"])
        #expect(found?.code == "build.dockerfile-missing" && found?.path == "spec.build.dockerfile")
        #expect(found?.hint == "did you mean 'Dockerfile'?")

        for outside in ["../Dockerfile", "/etc/passwd", "a/../../x"] {
            build.dockerfile = outside
            manifest.build = build
            found = mistake(manifest, ["Dockerfile": "FROM a"])
            #expect(found?.message.contains("is not inside the folder") == true)
        }
        build.dockerfile = "Dockerfile"
        manifest.build = build
        found = mistake(manifest, ["Dockerfile": ""], links: ["/srv/agent/Dockerfile": "/etc/passwd"])
        #expect(found?.message.contains("is not inside the folder") == true)

        build.context = "nowhere"
        manifest.build = build
        found = mistake(manifest, [:])
        #expect(found?.path == "spec.build.context" && found?.message == "there is no folder 'nowhere' to build")
        build.context = "https://example.org/x.git"
        manifest.build = build
        #expect(mistake(manifest, [:])?.message.contains("is not a folder of this host") == true)
        build.context = "main.py"
        manifest.build = build
        #expect(mistake(manifest, ["main.py": ""])?.message == "'main.py' is not a folder")

        build = Manifest.Build()
        build.target = "x"
        manifest.build = build
        #expect(mistake(manifest, ["main.py": ""])?.path == "spec.build")
    }

    @Test func saysWhereTheManifestIsWrong() throws {
        #expect(
            mistake(manifest(runtime: "pyhton"), [:])?.hint
                == "known are: go, java, nodejs, python, rust; did you mean 'python'?")
        #expect(mistake(manifest(), ["x.py": ""])?.path == "spec.runtime")
        var manifest = manifest()
        manifest.dependencies = ["six", "a\nRUN x"]
        #expect(mistake(manifest, ["main.py": ""])?.path == "spec.dependencies[1]")
    }

    @Test func saysWhereTheIgnoreFileIsWrong() throws {
        let error = #expect(throws: DiagnosticsError.self) {
            try plan(manifest(), ["main.py": "", ".dockerignore": "a\n\n![\n"])
        }
        #expect(
            error?.diagnostics.first?.position == SourcePosition(file: "/srv/agent/.dockerignore", line: 3, column: 1))
        #expect(error?.diagnostics.first?.message == "'![' is not a pattern")
    }

    @Test(arguments: [
        ("shop", "hello", "1.0.0", "shop-hello:1.0.0"), ("Shop_1", "hello", nil, "shop_1-hello:latest"),
        ("My Project!", "a", "", "my-project-a:latest"), ("--x..y__", "a", "v1+2/3", "x.y_a:v1-2-3"),
        ("ü", "b", ".1", "b:1"), ("", "", "-", "agent:latest"),
        (String(repeating: "p", count: 300), "a", nil, String(repeating: "p", count: 200) + ":latest"),
    ])
    func namesImages(_ project: String, _ agent: String, _ version: String?, _ expected: String) {
        #expect(AgentImageName.forAgent(agent, project: project, version: version) == expected)
    }

    @Test func sourcesThatAreCopiedAsTheyAreCanBeSynced() throws {
        let files = ["main.py": "", "requirements.txt": "six", "requirements-dev.txt": ""]
        let python = try plan(manifest(), files)
        #expect(python.syncFolder == "/app")
        #expect(python.installFiles == ["requirements-dev.txt", "requirements.txt"])
        let project = try plan(manifest(), ["main.py": "", "pyproject.toml": "[build-system]\n"])
        #expect(project.syncFolder == nil)
        #expect(try plan(manifest(runtime: "go"), ["main.go": "", "go.mod": "module a"]).syncFolder == nil)
    }
}
