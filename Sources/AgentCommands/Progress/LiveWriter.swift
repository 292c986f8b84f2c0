import AgentRuntime
import Diagnostics
import Synchronization

/// Redraws one line for each agent; notes, warnings and what others write scroll above.
final class LiveWriter: ProgressWriter {
    private struct State {
        var model: ProgressModel
        var above: [String] = []
        var last: [String: String] = [:]
    }

    private let context: CommandContext
    private let start: ContinuousClock.Instant
    private let showsBuildOutput: Bool
    private let state: Mutex<State>
    private let wakes: AsyncStream<Void>
    private let wake: AsyncStream<Void>.Continuation

    /// Between two frames; twelve a second are smooth enough.
    private static let distance = Duration.milliseconds(83)

    init(
        context: CommandContext, agents: [String], start: ContinuousClock.Instant, showsBuildOutput: Bool
    ) {
        self.context = context
        self.start = start
        self.showsBuildOutput = showsBuildOutput
        state = Mutex(State(model: ProgressModel(agents: agents)))
        (wakes, wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    func tell(_ event: ProgressEvent, of agent: String) {
        let now = start.duration(to: .now)
        state.withLock { state in
            state.model.take(event, of: agent, at: now)
            guard scrolls(event), let text = PlainProgress.text(for: event), state.last[agent] != text else { return }
            state.last[agent] = text
            state.above.append(TerminalText.line("\(agent): \(text)"))
        }
        wake.yield()
    }

    /// Whether an event is a line that stays.
    private func scrolls(_ event: ProgressEvent) -> Bool {
        switch event {
        case .note, .warning, .building(.note): true
        case .building(.step), .building(.line), .building(.cached): showsBuildOutput
        default: false
        }
    }

    func run() async {
        let region = await MainActor.run {
            let renderer = LiveRenderer(usesColor: context.messages.usesColor(context.environment))
            let region = LiveRegion(on: context.messages, terminal: context.terminal) { [self] size in
                let now = start.duration(to: .now)
                return renderer.lines(state.withLock(\.model), size: size, at: now)
            }
            for channel in [context.messages, context.output] where channel.isTerminal { channel.region = region }
            return region
        }
        let drawing = Task { await draw(region) }
        let clock = Task { while (try? await Task.sleep(for: .seconds(1))) != nil { wake.yield() } }
        let resizes = Task { for await _ in context.terminal.resizes() { wake.yield() } }
        await ended()
        for task in [drawing, clock, resizes] { task.cancel() }
        await drawing.value
        await MainActor.run {
            // Where standard error is closed there is nobody left to show anything to.
            try? printAbove(region)
            try? region.finish()
            for channel in [context.messages, context.output] { channel.region = nil }
        }
    }

    private let (ends, ending) = AsyncStream.makeStream(of: Void.self)

    private func ended() async { for await _ in ends {} }

    func end(isWhole: Bool) {
        let now = start.duration(to: .now)
        state.withLock { isWhole ? $0.model.finish() : $0.model.stop(at: now) }
        ending.finish()
    }

    private func draw(_ region: LiveRegion) async {
        for await _ in wakes {
            do {
                try await MainActor.run {
                    try printAbove(region)
                    try region.draw()
                }
                try await Task.sleep(for: Self.distance)
            } catch { return }
        }
    }

    @MainActor private func printAbove(_ region: LiveRegion) throws {
        let lines = state.withLock { state in
            defer { state.above = [] }
            return state.above
        }
        if !lines.isEmpty { try region.print(Array(lines.joined(separator: "\n").utf8) + [UInt8(ascii: "\n")]) }
    }
}
