import EngineAPI
import Testing

@Suite(.timeLimit(.minutes(2))) struct ImageReferenceTests {
    static let digest = "sha256:" + String(repeating: "a1", count: 32)

    @Test(arguments: [
        ("python", "docker.io/library/python", "python"),
        ("python:3.11-slim", "docker.io/library/python:3.11-slim", "python:3.11-slim"),
        ("me/app", "docker.io/me/app", "me/app"),
        ("docker.io/python", "docker.io/library/python", "python"),
        ("index.docker.io/library/python:3", "docker.io/library/python:3", "python:3"),
        ("localhost/app", "localhost/app", "localhost/app"),
        ("127.0.0.1:5000/a/b_c/d--e:T_1.x", "127.0.0.1:5000/a/b_c/d--e:T_1.x", "127.0.0.1:5000/a/b_c/d--e:T_1.x"),
        ("[::1]:5000/app", "[::1]:5000/app", "[::1]:5000/app"),
        ("registry.test/o/i@\(digest)", "registry.test/o/i@\(digest)", "registry.test/o/i@\(digest)"),
        ("i:1@\(digest)", "docker.io/library/i:1@\(digest)", "i:1@\(digest)"),
        ("Registry/app", "Registry/app", "Registry/app"),
        ("app:5000", "docker.io/library/app:5000", "app:5000"),
    ])
    func completed(text: String, full: String, familiar: String) throws {
        let reference = try ImageReference(text)
        #expect(reference.description == full)
        #expect(reference.familiarName == familiar)
        #expect(try ImageReference(full) == reference)
    }

    @Test(arguments: [
        "", ":1", "@\(digest)", "App", "a//b", "/a", "a/", "a:", "a:-x", "a@sha256:12", "a@", "a b", "a..b", "a___b",
        "-a", "a-", "_a", "reg.io/", "reg.io:x/a", "a:1:2/b", "../a", "a/../b", "ä", String(repeating: "a1", count: 32),
        "a:" + String(repeating: "x", count: 129), String(repeating: "a", count: 300),
    ])
    func refused(text: String) throws {
        let error = try #require(throws: EngineError.self) { try ImageReference(text) }
        #expect(error.code == .invalidReference)
    }

    @Test func latestWhereNothingIsSaid() throws {
        #expect(try ImageReference("a").withDefaultTag.tag == "latest")
        #expect(try ImageReference("a:1").withDefaultTag.tag == "1")
        #expect(try ImageReference("a@\(Self.digest)").withDefaultTag.tag == nil)
    }
}
