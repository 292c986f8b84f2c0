import AgentRuntime
import AgentValues
import Diagnostics
import EngineAPI
import Testing

@testable import AgentCommands

@Suite(.timeLimit(.minutes(2))) struct LiveRendererTests {
    private let renderer = LiveRenderer(usesColor: false)

    private func texts(_ model: ProgressModel, columns: Int, rows: Int = 24, at now: Duration) -> [String] {
        renderer.lines(model, size: TerminalSize(columns: columns, rows: rows), at: now).map(\.text)
    }

    private func shop() -> ProgressModel {
        var model = ProgressModel(agents: ["db", "hello/1", "hello/2", "web"])
        model.take(.ready(after: .seconds(1)), of: "db", at: .seconds(1))
        model.take(
            .probing(check: "http :8080/health", last: "connection refused", attempt: 9, limit: .seconds(60)),
            of: "hello/1", at: .seconds(1))
        model.take(.creating, of: "hello/2", at: .seconds(11))
        model.take(.waiting(for: ["hello"]), of: "web", at: .zero)
        return model
    }

    @Test func eightyColumns() {
        #expect(
            texts(shop(), columns: 80, at: .seconds(13)) == [
                "db       healthy                                                            0ms",
                "hello/1  connection refused (attempt 9); gives up in 48s                    12s",
                "hello/2  creating                                                            2s",
                "web      waiting for the dependency hello",
                "1 of 4 healthy, 2 under way, 1 waiting",
            ])
    }

    @Test(arguments: 1...130) func nothingIsEverWiderThanTheTerminal(_ columns: Int) {
        var model = shop()
        model.take(.failed("漢字 ✅ \u{1B}[2J " + String(repeating: "long ", count: 60)), of: "web", at: .seconds(2))
        let lines = LiveRenderer(usesColor: true).lines(
            model, size: TerminalSize(columns: columns, rows: 24), at: .seconds(13))
        for line in lines {
            #expect(line.width <= max(1, columns - 1))
            #expect(!line.text.contains("\u{1B}[2J"))
        }
    }

    @Test func moreAgentsThanRowsAreCounted() {
        var model = ProgressModel(agents: (1...40).map { "agent-\($0)" })
        for index in 1...30 { model.take(.ready(after: .seconds(1)), of: "agent-\(index)", at: .seconds(1)) }
        model.take(.creating, of: "agent-35", at: .seconds(1))
        model.take(.failed("no image"), of: "agent-39", at: .seconds(1))
        let lines = texts(model, columns: 80, rows: 6, at: .seconds(2))
        #expect(lines.count == 5)
        #expect(lines.map { $0.prefix(8) } == ["agent-31", "agent-32", "agent-35", "agent-39", "30 of 40"])
        #expect(lines[0].hasSuffix("  waiting for its turn"))
        #expect(lines.last == "30 of 40 healthy, 8 waiting, 1 under way, 1 failed; 36 of them not shown")
    }

    @Test func coloursComeOnlyWhenWanted() {
        let size = TerminalSize(columns: 80, rows: 24)
        #expect(!renderer.lines(shop(), size: size, at: .seconds(9)).contains { $0.text.contains("\u{1B}") })
        let colored = LiveRenderer(usesColor: true).lines(shop(), size: size, at: .seconds(9))
        #expect(colored[0].text.contains("\u{1B}[32mhealthy\u{1B}[0m"))
        #expect(colored.map(\.width) == renderer.lines(shop(), size: size, at: .seconds(9)).map(\.width))
    }
}
