import Diagnostics
import FoundationEssentials
import Testing

@testable import AgentRuntime

@Suite(.timeLimit(.minutes(2))) struct BindCheckHookTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.add("data/file")
        try folder.addLink("dangling", to: "nowhere")
        try folder.addLink("circle", to: "circle")
        try folder.addLink("fine", to: "data")
    }

    private func check(_ source: String, target: String = "/t", files: Bool = true) async throws {
        try await HookCall().preRun(BindCheckHook(files: files)) {
            $0.volumes = [VolumeMount(.bind, source: folder[source], target: target)]
        }
    }

    @Test(arguments: ["data", "data/", "data/file", "fine", "fine/file"])
    func whatIsThereIsFine(source: String) async throws { try await check(source) }

    @Test(arguments: [
        ("dta", "'/t' is not there", "did you mean 'data' in "),
        ("data/fil", "is not there", "did you mean 'file' in "),
        ("completely/other", "is not there", "create it"),
        ("data/file/deeper", "is not a folder", "change the volume's source"),
        ("dangling", "links to 'nowhere', which is missing", "create 'nowhere'"),
        ("circle", "is a circle of links", "correct the links"),
        ("data/file/", "is not a folder", "change the volume's source"),
    ])
    func whatIsNotThereIsSaidClearly(source: String, message: String, hint: String) async throws {
        let error = try await #require(throws: RunError.self) { try await check(source) }
        #expect(error.message.contains(message), "\(error.message)")
        #expect(error.hint?.hasPrefix(hint) == true, "\(error.hint ?? "")")
        #expect(error.exitCode == .inputOutput)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        #expect(names == ["circle", "dangling", "data", "fine"])
    }

    @Test func foldersCanBeRequired() async throws {
        await #expect(throws: RunError.self) { try await check("data/file", files: false) }
        await #expect(throws: RunError.self) { try await check("data/file", target: "/t/") }
        try await check("data", target: "/t/", files: false)
    }

    @Test func allAreNamedAndOthersAreLeftAlone() async throws {
        let error = try await #require(throws: RunError.self) {
            try await HookCall().preRun(BindCheckHook()) {
                $0.volumes = [
                    VolumeMount(.bind, source: folder["a"], target: "/a"),
                    VolumeMount(.volume, source: "no-such", target: "/v"), VolumeMount(.tmpfs, target: "/t"),
                    VolumeMount(.bind, source: folder["b"], target: "/b"),
                ]
            }
        }
        #expect(error.details.count == 1)
    }
}
