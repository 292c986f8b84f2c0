import Testing

@testable import AgentOrchestrator

@Suite(.timeLimit(.minutes(2))) struct CopyPathTests {
    /// A path of a container cannot lead above its root.
    @Test(arguments: [
        ("/a/b", "/a/b"), ("a/b", "/a/b"), ("/a//b/./c", "/a/b/c"), ("/a/../b", "/b"), ("../../etc", "/etc"),
        ("/", "/"),
        ("", "/"), ("/a/b/..", "/a"), ("/..", "/"), ("/a /b", "/a /b"),
    ])
    func aContainersPath(text: String, absolute: String) {
        #expect(CopyPath(inContainer: text).absolute == absolute)
    }

    /// On this host `..` is left to the system, because what is before it may be a link.
    @Test func thisHostsPath() {
        #expect(CopyPath("a/./b", from: "/home/x").absolute == "/home/x/a/b")
        #expect(CopyPath("/a//b/", from: "/home/x").absolute == "/a/b")
        #expect(CopyPath("../b", from: "/home/x").absolute == "/home/x/../b")
    }

    @Test(arguments: [
        ("/a", false, false), ("/a/", true, false), ("/a/.", true, true), (".", true, true), ("/", true, true),
        ("..", true, false), ("/a/..", true, false), ("/a.", false, false),
    ])
    func whatTheEndSays(text: String, mustBeFolder: Bool, meansContent: Bool) {
        for path in [CopyPath(inContainer: text), CopyPath(text, from: "/home/x")] {
            // The root of a container has no name to copy it to.
            let isRoot = path.absolute == "/"
            #expect(
                path.mustBeFolder == (mustBeFolder || isRoot) && path.meansContent == (meansContent || isRoot),
                "\(path)")
        }
    }

    @Test func nameAndParent() {
        let path = CopyPath(inContainer: "/srv/app/main.py")
        #expect(path.name == "main.py" && path.parent == "/srv/app")
        #expect(CopyPath(inContainer: "/").name == "" && CopyPath(inContainer: "/").parent == "/")
        #expect(CopyPath(inContainer: "/srv").parent == "/")
    }

    @Test func whatIsNotThereLeadsNowhere() {
        #expect(CopyPath(resolving: "/no-such-folder/x") == nil)
        #expect(CopyPath(resolving: "/usr/../usr")?.absolute == "/usr")
    }
}
