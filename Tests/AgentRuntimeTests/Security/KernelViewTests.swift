import Testing

@testable import AgentRuntime

@Suite(.timeLimit(.minutes(5))) struct KernelViewTests {
    /// The list of this process's memory is far longer than a page, and its stack is near the end.
    @Test func aFileOfManyPagesIsReadWhole() throws {
        let text = try #require(KernelView.text("/proc/self/maps"))
        #expect(text.utf8.count > 4096 && text.contains("[stack]"))
    }

    @Test func whatIsNotThereIsNotRead() { #expect(KernelView.text("/proc/self/no-such-file") == nil) }
}
