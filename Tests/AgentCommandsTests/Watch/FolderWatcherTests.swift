import AgentRuntime
import Glibc
import Synchronization
import SystemPackage
import Testing

@testable import AgentCommands

@Suite(.timeLimit(.minutes(2))) struct FolderWatcherTests {
    /// A watched folder, and what was said of it.
    private final class Watched: Sendable {
        let folder: TemporaryFolder
        let watcher: FolderWatcher
        private let events: AsyncStream<WatchEvent>
        private let count = Mutex(0)

        init(
            ignoring lines: [String] = [], files: Set<String> = [], prepare: (TemporaryFolder) throws -> Void = { _ in }
        )
            async throws
        {
            folder = try TemporaryFolder(named: "watched")
            try prepare(folder)
            let (events, continuation) = AsyncStream.makeStream(of: WatchEvent.self)
            self.events = events
            let root = folder.path.string
            watcher = try await FolderWatcher.start(
                WatchScope(
                    trees: [WatchScope.Tree(root: root, rules: try IgnoreRules(lines: lines))],
                    files: Set(files.map { "\(root)/\($0)" }))
            ) { continuation.yield($0) }
        }

        func makeFolder(_ name: String) { mkdir(folder.path.appending(name).string, 0o755) }
        func move(_ from: String, _ to: String) {
            rename(folder.path.appending(from).string, folder.path.appending(to).string)
        }
        func remove(_ name: String) { Glibc.remove(folder.path.appending(name).string) }

        /// Writes a last file and returns what was said until then: `+` made, `~` changed, `-` removed.
        func changes() async throws -> Set<String> {
            let end = count.withLock { count in
                count += 1
                return "end-\(count)"
            }
            try folder.write("", to: end)
            let root = folder.path.string + "/"
            var changes: Set<String> = []
            for await event in events {
                guard case .changed(let path, let kind) = event else { continue }
                let name = String(path.dropFirst(root.count))
                if name == end { break }
                // Of the last one there may be more to say.
                if name.hasPrefix("end-") { continue }
                changes.insert((kind == .created ? "+" : kind == .changed ? "~" : "-") + name)
            }
            return changes
        }
    }

    @Test func filesAreSeenFromTheirMakingToTheirEnd() async throws {
        let watched = try await Watched { try $0.write("", to: "old") }
        try watched.folder.write("x", to: "old")
        try watched.folder.write("x", to: "new")
        #expect(try await watched.changes() == ["~old", "+new", "~new"])
        watched.remove("old")
        watched.move("new", "other")
        #expect(try await watched.changes() == ["-old", "-new", "~other"])
    }

    @Test func newFoldersAreWatchedWithAllBelow() async throws {
        let watched = try await Watched()
        watched.makeFolder("a")
        watched.makeFolder("a/b")
        watched.makeFolder("a/b/c")
        try watched.folder.write("x", to: "a/b/c/file")
        // Whether before or after the watch: it is told.
        let names = try await Set(watched.changes().map { String($0.dropFirst()) })
        #expect(names == ["a", "a/b", "a/b/c", "a/b/c/file"])
        try watched.folder.write("y", to: "a/b/c/file")
        #expect(try await watched.changes().contains("~a/b/c/file"))
    }

    @Test func aMovedFolderIsKnownByItsNewName() async throws {
        let watched = try await Watched { folder in
            mkdir(folder.path.appending("old").string, 0o755)
            try folder.write("", to: "old/file")
        }
        watched.move("old", "new")
        #expect(try await watched.changes() == ["-old", "~new", "~new/file"])
        try watched.folder.write("x", to: "new/file")
        #expect(try await watched.changes() == ["~new/file"])
    }

    @Test func ignoredFilesDoNotCountUnlessTheyAreNamed() async throws {
        let watched = try await Watched(ignoring: ["*.pyc", "venv", "!venv/kept", "build"], files: ["build"]) {
            for name in ["venv", "build"] { mkdir($0.path.appending(name).string, 0o755) }
        }
        try watched.folder.write("", to: "a.pyc")
        try watched.folder.write("", to: "venv/lib")
        try watched.folder.write("", to: "build/x")
        try watched.folder.write("", to: "venv/kept")
        #expect(try await watched.changes() == ["+venv/kept", "~venv/kept"])
    }

    @Test func linksAreNotFollowed() async throws {
        let outside = try TemporaryFolder(named: "outside")
        let watched = try await Watched { symlink(outside.path.string, $0.path.appending("link").string) }
        try outside.write("", to: "file")
        #expect(try await watched.changes() == [])
    }

    @Test func aFolderThatIsMadeAgainIsWatchedAgain() async throws {
        let parent = try TemporaryFolder(named: "parent")
        let root = parent.path.appending("root").string
        let (events, continuation) = AsyncStream.makeStream(of: WatchEvent.self)
        let watcher = try await FolderWatcher.start(
            WatchScope(trees: [WatchScope.Tree(root: root, rules: IgnoreRules())])
        ) { continuation.yield($0) }
        func awaitChange(of wanted: String) async {
            for await event in events {
                if case .changed(wanted, _) = event { return }
            }
        }
        for _ in 0..<2 {
            mkdir(root, 0o755)
            await awaitChange(of: root)
            try parent.write("", to: "root/file")
            await awaitChange(of: "\(root)/file")
            Glibc.remove("\(root)/file")
            rmdir(root)
            await awaitChange(of: root)
        }
        withExtendedLifetime(watcher) {}
    }

    @Test func anotherScopeReplacesTheFirst() async throws {
        let watched = try await Watched { for name in ["a", "b"] { mkdir($0.path.appending(name).string, 0o755) } }
        let root = watched.folder.path.string
        try await watched.watcher.cover(
            WatchScope(
                trees: [WatchScope.Tree(root: "\(root)/b", rules: IgnoreRules())], files: ["\(root)/end-1"]))
        try watched.folder.write("", to: "a/file")
        try watched.folder.write("", to: "b/file")
        #expect(try await watched.changes() == ["+b/file", "~b/file"])
    }
}
