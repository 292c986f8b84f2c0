import AgentOrchestrator
import AgentRuntime
import AgentTesting
import Testing

@testable import AgentCommands

@Suite(.timeLimit(.minutes(2))) struct WatchDecisionTests {
    private static func build(_ adjust: (inout ImageBuildPlan) -> Void = { _ in }) -> ImageBuildPlan {
        var build = ImageBuildPlan(agent: "hello", reference: "p-hello:1", context: "/project")
        build.dockerfileText = "FROM python"
        build.syncFolder = "/app"
        build.installFiles = ["requirements.txt"]
        build.ignoreLines = ["*.log"]
        adjust(&build)
        return build
    }

    private static func project(
        _ build: ImageBuildPlan?, adjust: (inout RunOptions) -> Void = { _ in }
    ) -> WatchedProject {
        let identity = AgentIdentity.testing(project: "p", agent: "hello")
        var options = RunOptions(image: "p-hello:1", name: "p-hello-1", identity: identity)
        adjust(&options)
        return WatchedProject(
            PlannedProject(
                name: "p", names: ["hello"], agents: [AgentPlan(options: options, build: build)],
                files: ["/project/agent.yaml", "/project/.env"]))
    }

    private static func changes(_ paths: String...) -> ChangeSet {
        var changes = ChangeSet()
        for path in paths { changes.note("/project/\(path)", .changed) }
        return changes
    }

    @Test func plainSourcesAreSynced() {
        let project = Self.project(Self.build())
        let decision = WatchDecision(Self.changes("main.py", "lib/a.py", "x.log"), before: project, now: project)
        #expect(decision.syncs == ["hello": ["main.py", "lib/a.py"]])
        #expect(decision.rebuilds.isEmpty && !decision.isReconfigured)
    }

    @Test(arguments: ["x.log", ".main.py.swp", "main.py~", ".git/index", "4913"])
    func whatIsNotInTheImageDoesNotCount(path: String) {
        let project = Self.project(Self.build())
        let decision = WatchDecision(Self.changes(path), before: project, now: project)
        #expect(decision.syncs.isEmpty && decision.rebuilds.isEmpty)
    }

    @Test(arguments: ["requirements.txt", ".dockerignore", "caf\u{FFFD}.py"])
    func whatTheBuildReadsIsBuilt(path: String) {
        let project = Self.project(Self.build())
        let decision = WatchDecision(Self.changes(path, "main.py"), before: project, now: project)
        #expect(decision.rebuilds == ["hello": [path, "main.py"]] && decision.syncs.isEmpty)
    }

    @Test func whatCannotBeSyncedIsBuilt() {
        let changes = Self.changes("main.py")
        let compiled = Self.project(Self.build { $0.syncFolder = nil })
        #expect(WatchDecision(changes, before: compiled, now: compiled).rebuilds == ["hello": ["main.py"]])
        let readOnly = Self.project(Self.build()) { $0.security.readOnlyRootFilesystem = true }
        #expect(WatchDecision(changes, before: readOnly, now: readOnly).rebuilds == ["hello": ["main.py"]])
        let plain = Self.project(Self.build())
        #expect(WatchDecision(changes, before: plain, now: plain, allowsSync: false).rebuilds.count == 1)
        #expect(WatchDecision(changes, before: plain, now: plain, behind: ["hello"]).rebuilds.count == 1)
        var all = ChangeSet()
        all.isEverything = true
        #expect(WatchDecision(all, before: plain, now: plain).rebuilds == ["hello": []])
    }

    @Test func anotherWayToBuildIsBuilt() {
        // The first file of a kind may change how the image is made.
        let now = Self.project(Self.build { $0.dockerfileText = "FROM python\nRUN pip" })
        let decision = WatchDecision(Self.changes("main.py"), before: Self.project(Self.build()), now: now)
        #expect(decision.rebuilds == ["hello": ["main.py"]] && decision.syncs.isEmpty)
    }

    @Test func aDockerfileOfTheUsersCountsAlsoWhereItIsIgnored() {
        let project = Self.project(
            Self.build {
                $0.dockerfileText = nil
                $0.syncFolder = nil
                $0.ignoreLines = ["Dockerfile"]
            })
        #expect(project.scope.contains("/project/Dockerfile") && project.scope.contains("/project/agent.yaml"))
        let decision = WatchDecision(Self.changes("Dockerfile"), before: project, now: project)
        #expect(decision.rebuilds == ["hello": ["Dockerfile"]])
    }

    @Test func anotherConfigurationIsTold() {
        let before = Self.project(nil)
        let now = Self.project(nil) { $0.environment["A"] = "b" }
        #expect(WatchDecision(Self.changes("agent.yaml"), before: before, now: now).isReconfigured)
        #expect(!WatchDecision(Self.changes("agent.yaml"), before: before, now: before).isReconfigured)
    }
}
