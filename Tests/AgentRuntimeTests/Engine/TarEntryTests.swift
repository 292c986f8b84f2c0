import Testing

@testable import AgentRuntime

/// The first entry of an archive that an engine sent.
@Suite(.timeLimit(.minutes(1))) struct TarEntryTests {
    @Test func whoOwnsItIsRead() throws {
        let header = TarHeader(
            path: Array("data".utf8), kind: .folder, mode: 0o750, modified: 0,
            owner: ContainerOwner(user: 1234, group: 56))
        let entry = try #require(TarEntry((header.blocks + TarHeader.end)[...]))
        #expect(entry.owner == ContainerOwner(user: 1234, group: 56) && entry.mode == 0o750 && entry.size == 0)
        #expect(entry.rest.allSatisfy { $0 == 0 })
    }

    /// A name that needs an extended header comes before the entry itself.
    @Test func extendedHeadersAreSkipped() throws {
        let header = TarHeader(
            path: Array(String(repeating: "x", count: 200).utf8), kind: .file(size: 3), mode: 0o644, modified: 0,
            owner: ContainerOwner(user: 7, group: 8))
        let entry = try #require(TarEntry((header.blocks + Array("abc".utf8))[...]))
        #expect(entry.owner.user == 7 && Array(entry.rest.prefix(entry.size)) == Array("abc".utf8))
    }

    @Test func whatIsNoArchiveHasNone() {
        #expect(TarEntry([]) == nil)
        #expect(TarEntry(ArraySlice([UInt8](repeating: 0xFF, count: 2048))) == nil)
        #expect(TarEntry(ArraySlice([UInt8](repeating: UInt8(ascii: "z"), count: 2048))) == nil)
        let header = TarHeader(path: [1], kind: .folder, mode: 0, modified: 0).blocks
        #expect(TarEntry(header.dropLast()) == nil)
    }
}
