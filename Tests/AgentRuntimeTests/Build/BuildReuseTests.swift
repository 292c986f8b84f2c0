import AgentTesting
import EngineAPI
import Glibc
import Testing

@testable import AgentRuntime

/// Images that are there already, and those that only say so.
@Suite(.timeLimit(.minutes(5))) struct BuildReuseTests {
    @Test(arguments: TestEngine.allCases)
    func whatIsBuiltIsNotBuiltAgain(_ kind: TestEngine) async throws {
        let tests = ImageBuilderTests()
        let files = ["Dockerfile": "FROM \(TestEngine.image)\nARG A=1\nCOPY . /all/\n", "f": "f @name@ f"]
        try await tests.withPlan(on: kind, files) { plan, engine, folder in
            defer { BuildRecord.forget(plan.reference, on: engine.address) }
            let builder = ImageBuilder()
            #expect(try await builder.upToDateImage(plan, on: engine) == nil)
            let image = try await builder.build(plan, on: engine) { _ in }
            #expect(try await builder.upToDateImage(plan, on: engine)?.id == image.id)

            // Neither a file's time nor another process is another source.
            try folder.add("f", "f \(plan.labels[ImageBuilderTests.mark] ?? "") f")
            utimes(folder["f"], [timeval(tv_sec: 1, tv_usec: 0), timeval(tv_sec: 1, tv_usec: 0)])
            #expect(try await builder.upToDateImage(plan, on: engine)?.id == image.id)

            for change in [
                { $0.arguments = ["A": "2"] }, { $0.usesCache = false }, { $0.pullsBaseImages = true },
                { $0.labels["a"] = "b" },
                { $0.dockerfile = "Containerfile" },
            ] as [(inout ImageBuildPlan) -> Void] {
                var other = plan
                change(&other)
                #expect(try await builder.upToDateImage(other, on: engine) == nil, "\(other)")
            }
            try folder.add("g", "new")
            #expect(try await builder.upToDateImage(plan, on: engine) == nil)
            unlink(folder["g"])
            chmod(folder["f"], 0o600)
            #expect(try await builder.upToDateImage(plan, on: engine) == nil)
            chmod(folder["f"], 0o644)
            #expect(try await builder.upToDateImage(plan, on: engine)?.id == image.id)
        }
    }

    /// Labels are what anybody may write: another image under our name, with all labels of ours, is not taken for the one we built.
    @Test(arguments: TestEngine.allCases)
    func anotherImageUnderOurNameIsNotBelieved(_ kind: TestEngine) async throws {
        let tests = ImageBuilderTests()
        let files = ["Dockerfile": "FROM scratch\nCOPY f /f\nCMD [\"/f\"]\n", "f": "f @name@ f"]
        try await tests.withPlan(on: kind, files) { plan, engine, folder in
            defer { BuildRecord.forget(plan.reference, on: engine.address) }
            let image = try await ImageBuilder().build(plan, on: engine) { _ in }
            #expect(try await ImageBuilder().upToDateImage(plan, on: engine)?.id == image.id)
            let inspection = try await engine.images.inspect(image.id)

            // Somebody else's, who builds under the same name and knows all that an image tells.
            let other = try TemporaryFolder()
            try other.add("Dockerfile", "FROM scratch\nCOPY f /f\nCMD [\"/f\"]\n")
            try other.add("f", "evil")
            var evil = plan
            evil.context = other.path
            evil.labels = inspection.configuration?.labels ?? [:]
            let build = try ImageBuild(evil, on: engine) { _ in }
            let fake = try await build.run()
            #expect(fake.id != image.id && fake.reference == image.reference)
            #expect(try await ImageBuilder().upToDateImage(plan, on: engine) == nil)
            try await ImageBuilder().remove(plan.reference, steps: [], on: engine)
            #expect(BuildRecord(of: plan.reference, on: engine.address) == nil)
        }
    }

    @Test func recordsAreReadAsTheyAreMeantAlone() throws {
        let engine = EngineAddress.unix(path: "/nowhere/\(TestEngine.uniqueName("record"))")
        let digits = String(repeating: "a1", count: 32)
        defer { BuildRecord.forget("x:1", on: engine) }
        #expect(BuildRecord(of: "x:1", on: engine) == nil)
        let record = BuildRecord(inputs: digits, image: "sha256:\(digits)")
        record.keep(of: "x:1", on: engine)
        #expect(
            BuildRecord(of: "x:1", on: engine) == record && record.names("sha256:\(digits)") && record.names(digits))
        #expect(BuildRecord(of: "x:2", on: engine) == nil)
        BuildRecord(inputs: digits, image: "sha256:../../etc").keep(of: "x:1", on: engine)
        #expect(BuildRecord(of: "x:1", on: engine) == nil)
    }

    /// The examples of FIPS 180-4, and the borders of its blocks.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func digestsAreThoseOfTheStandard(_ text: String, _ expected: String) {
        var hash = SHA256()
        hash.update(Array(text.utf8))
        #expect(hash.hexadecimal == expected)
        var pieces = SHA256()
        for byte in text.utf8 { pieces.update([byte]) }
        #expect(pieces.hexadecimal == expected)
    }

    @Test func digestsOfLongInputAreThoseOfTheStandard() {
        var hash = SHA256()
        for _ in 0..<100 { hash.update([UInt8](repeating: UInt8(ascii: "a"), count: 1000)) }
        for _ in 0..<9 { hash.update([UInt8](repeating: UInt8(ascii: "a"), count: 100_000)) }
        #expect(hash.hexadecimal == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }
}
