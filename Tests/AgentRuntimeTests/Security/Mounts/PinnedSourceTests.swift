import FoundationEssentials
import Glibc
import Testing

@testable import AgentRuntime

@Suite(.timeLimit(.minutes(5))) struct PinnedSourceTests {
    private let folder: TemporaryFolder
    private let root: String

    init() throws {
        folder = try TemporaryFolder()
        root = MountPolicy.resolved(folder.path)
        try folder.add("data/inner/file")
        try folder.addFolder("other")
        try folder.addLink("data/link", to: "../other")
    }

    private func pin(
        _ source: String, root: String? = "", followsLinks: Bool = false
    ) throws(SourceFlaw) -> PinnedSource {
        try PinnedSource(
            VolumeMount(.bind, source: source, target: "/t", root: root == "" ? self.root : root),
            followsLinks: followsLinks)
    }

    @Test(arguments: ["", "/data", "/data/", "/data/inner/file", "/data/../data/inner", "//data/./inner"])
    func itIsTheVeryFile(_ suffix: String) throws {
        for root in [root, nil] {
            let source = try pin(self.root + suffix, root: root)
            var status = stat()
            #expect(stat(self.root + suffix, &status) == 0)
            #expect(source.device == UInt64(status.st_dev) && source.inode == UInt64(status.st_ino))
            #expect(source.path == MountPolicy.resolved(self.root + suffix))
        }
    }

    @Test func itKeepsItsInodeWhenThePathLeadsElsewhere() throws {
        let source = try pin("\(root)/data")
        #expect(rename("\(root)/data", "\(root)/moved") == 0 && symlink("/etc", "\(root)/data") == 0)
        var status = stat()
        #expect(stat(source.path, &status) == 0)
        #expect(source.inode != UInt64(status.st_ino) || source.device != UInt64(status.st_dev))
    }

    @Test func aLinkBeneathTheRootIsNamed() {
        for suffix in ["/data/link", "/data/link/", "/data/link/x", "/data/inner/../link"] {
            #expect(throws: SourceFlaw.link("\(root)/data/link", to: "\(root)/other")) { try pin(root + suffix) }
        }
    }

    @Test func elsewhereLinksAreFollowedOnce() throws {
        #expect(try pin("\(root)/data/link", root: nil).path == "\(root)/other")
        #expect(try pin("\(root)/data/link", root: "/srv/agent").path == "\(root)/other")
        #expect(try pin("\(root)/data/link", followsLinks: true).path == "\(root)/other")
    }

    @Test func whatIsNotThereIsMissing() throws {
        try folder.addLink("dangling", to: "nowhere")
        for source in ["\(root)/gone", "\(root)/data/inner/file/x", "\(root)/gone/../data/gone"] {
            #expect(throws: SourceFlaw.missing) { try pin(source) }
            #expect(throws: SourceFlaw.missing) { try pin(source, root: nil) }
        }
        #expect(throws: SourceFlaw.missing) { try pin("\(root)/dangling", root: nil) }
        #expect(throws: SourceFlaw.missing) { try pin("/no/such/root/x", root: "/no/such/root") }
    }

    @Test func noDescriptorIsLeft() throws {
        func count() throws -> Int {
            try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").compactMap { name in
                try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(name)")
            }.count { $0.hasPrefix(root) }
        }
        do {
            let source = try pin("\(root)/data/inner")
            #expect(try count() == 1)
            withExtendedLifetime(source) {}
        }
        for source in ["\(root)/data/link", "\(root)/data/gone", "\(root)/data/inner"] { _ = try? pin(source) }
        #expect(try count() == 0)
    }
}
