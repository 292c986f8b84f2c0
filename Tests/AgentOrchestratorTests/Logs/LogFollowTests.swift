import AgentRuntime
import AgentTesting
import AgentValues
import EngineAPI
import Synchronization
import Testing

@testable import AgentOrchestrator

/// The output of several agents, as it was and as it comes.
@Suite(.timeLimit(.minutes(2))) struct LogFollowTests {
    /// Notes lines as `NAME TEXT`.
    private final class Lines: LogSink {
        private let texts = Mutex<[String]>([])
        private let wanted = Mutex<(count: Int, AsyncStream<Void>.Continuation)?>(nil)

        var all: [String] { texts.withLock(\.self) }

        func write(_ lines: [LogLine], _ stream: LogFrame.Stream, of origin: LogOrigin) {
            let count = texts.withLock { texts in
                texts += lines.map {
                    "\(origin.name)\(stream == .stderr ? "!" : "") \(String(decoding: $0.text, as: UTF8.self))"
                }
                return texts.count
            }
            wanted.withLock { wanted in if let known = wanted, count >= known.count { known.1.finish() } }
        }

        /// Waits until there are so many.
        func come(_ count: Int) async {
            let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
            wanted.withLock { $0 = (count, continuation) }
            write([], .stdout, of: LogOrigin(agent: "", replica: 1, name: ""))
            for await _ in stream {}
        }
    }

    private func time(_ second: Int64, _ nanoseconds: Int64 = 1) -> EngineTime {
        EngineTime(seconds: 1_700_000_000 + second, nanoseconds: nanoseconds)
    }

    private func watch(_ shop: ScriptedProject, _ past: LogOptions = LogOptions(), _ texts: [String] = []) async throws
        -> [String]
    {
        let lines = Lines()
        try await LogWatch(
            texts.compactMap { AgentReference($0) }, of: shop.agents, past: past, reconnector: shop.host.reconnector(),
            to: lines
        ).run()
        return lines.all
    }

    /// Agents that have ended, so that following them ends at once.
    private func shop() async throws -> ScriptedProject {
        let shop = try await ScriptedProject()
        for (agent, replica) in [("web", 1), ("web", 2), ("api", 1)] { try await shop.add(agent, replica: replica) }
        let (first, second, api) = (shop.container("web"), shop.container("web", 2), shop.container("api"))
        shop.containers.print("a\n", at: time(1), of: first)
        shop.containers.print("d\n", at: time(4), of: first)
        shop.containers.print("b\n", at: time(2), of: second)
        shop.containers.print("oh\n", on: .stderr, at: time(3), of: api)
        shop.containers.print("e", at: time(5), of: api)
        for name in [first, second, api] { shop.containers.end(name, code: 0) }
        return shop
    }

    @Test func thePastOfSeveralIsInTheOrderOfTime() async throws {
        let shop = try await shop()
        #expect(try await watch(shop) == ["web/1 a", "web/2 b", "api! oh", "web/1 d"])
        #expect(try await watch(shop, LogOptions(tail: 1)) == ["web/2 b", "web/1 d"])
        #expect(try await watch(shop, LogOptions(since: time(3))) == ["api! oh", "web/1 d"])
        #expect(try await watch(shop, LogOptions(), ["web/2"]) == ["web/2 b"])
    }

    /// To the end, a last line that has none is one too.
    @Test func mergingToTheEndPrintsWhatHasNoLineEnd() async throws {
        let shop = try await shop()
        let found = try await shop.agents.containers()
        let origins = LogOrigin.all(of: found)
        var streams: [(LogOrigin, LogStream)] = []
        for container in found {
            let origin = try #require(origins[container.id])
            let stream = try await shop.host.runtime.streamLogs(
                container.container.id, options: LogOptions(timestamps: true))
            streams.append((origin, stream))
        }
        let lines = Lines()
        var merge = LogMerge(streams)
        try await merge.print(to: lines)
        #expect(lines.all == ["web/1 a", "web/2 b", "api! oh", "web/1 d", "api e"])
    }

    /// Wherever the connection breaks, and though the engine gives the second of the break again.
    @Test(arguments: 0...5) func aBreakLosesNothingAndRepeatsNothing(after pieces: Int) async throws {
        let shop = try await ScriptedProject()
        let web = try await shop.add("web")
        let pieceTexts = ["one\n", "two\n", "two\n", "thr", "ee\n"]
        for (index, text) in pieceTexts.enumerated() {
            shop.containers.print(text, at: time(Int64(index / 2)), of: web.name)
        }
        shop.containers.cutOutput(afterPieces: pieces)
        let lines = Lines()
        let follower = LogFollower(host: shop.host, reconnector: shop.host.reconnector(), sink: lines)
        follower.started(ContainerID(web.id), of: LogOrigin(agent: "web", replica: 1, name: "web"))
        follower.end()
        let run = Task { try await follower.run() }
        await lines.come(4)
        shop.containers.print("later\n", at: time(9), of: web.name)
        shop.containers.end(web.id, code: 0)
        try await run.value
        #expect(lines.all == ["web one", "web two", "web two", "web three", "web later"])
        #expect(shop.engine.calls.filter { $0.path.hasSuffix("/logs") && $0.parameter("since") != nil }.count >= 1)
    }

    @Test func whatIsStartedAnewIsFollowedOnAndWhatIsGoneEnds() async throws {
        let shop = try await ScriptedProject()
        let web = try await shop.add("web")
        let lines = Lines()
        let follower = LogFollower(host: shop.host, reconnector: shop.host.reconnector(), sink: lines)
        let origin = LogOrigin(agent: "web", replica: 1, name: "web")
        follower.started(ContainerID(web.id), of: origin)
        follower.started(ContainerID("nobody"), of: LogOrigin(agent: "x", replica: 1, name: "x"))
        let run = Task { try await follower.run() }
        shop.containers.print("first\n", of: web.name)
        await lines.come(1)
        shop.containers.end(web.id, code: 0)
        try await shop.client.containers.start(web.id)
        shop.containers.print("second\n", of: web.name)
        follower.started(ContainerID(web.id), of: origin)
        await lines.come(2)
        shop.containers.print("no end", of: web.name)
        shop.containers.end(web.id, code: 0)
        follower.end()
        try await run.value
        #expect(lines.all == ["web first", "web second", "web no end"])
    }

    @Test func nobodyToWatchIsAnError() async throws {
        let shop = try await ScriptedProject()
        let error = await #expect(throws: AgentError.self) { try await watch(shop) }
        #expect(error?.code == .noAgents)
    }
}
