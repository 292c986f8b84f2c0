import AgentRuntime
import AgentTesting
import AgentValues
import EngineAPI
import Synchronization
import Testing

@testable import AgentOrchestrator

/// Programs that are run beside an agent's own command.
@Suite(.timeLimit(.minutes(2))) struct AgentExecTests {
    private struct Pieces: AsyncSequence, Sendable {
        var pieces: [[UInt8]]

        struct Iterator: AsyncIteratorProtocol {
            var pieces: ArraySlice<[UInt8]>
            mutating func next() async throws -> [UInt8]? { pieces.popFirst() }
        }

        func makeAsyncIterator() -> Iterator { Iterator(pieces: pieces[...]) }
    }

    private func output(of exec: AgentExec) async throws -> [LogFrame] {
        let frames = Mutex<[LogFrame]>([])
        try await exec.connection.output { frame in frames.withLock { $0.append(frame) } }
        return frames.withLock { $0 }
    }

    @Test(arguments: [0, 3, 127, 255]) func exitCodesAndOutputCome(code: Int) async throws {
        let shop = try await ScriptedProject()
        let web = try await shop.add("web")
        shop.containers.setProgram { container, words, _ in
            var answer = ScriptedExec("\(container) \(words)", exitCode: code)
            answer.output.append(LogFrame(.stderr, Array("oh".utf8)))
            return answer
        }
        let exec = try await shop.host.exec(ExecOptions(["say", "it"]), in: web)
        let frames = try await output(of: exec)
        #expect(
            frames.map(\.text) == [#"\#(web.name) ["say", "it"]"#, "oh"] && frames.map(\.stream) == [.stdout, .stderr])
        #expect(try await exec.exitCode() == Int32(code))
    }

    @Test func inputGoesToItsEnd() async throws {
        let shop = try await ScriptedProject()
        let web = try await shop.add("web")
        shop.containers.setProgram { _, _, input in ScriptedExec(String(decoding: input, as: UTF8.self) + "!") }
        let exec = try await shop.host.exec(ExecOptions(["cat"], takesInput: true), in: web)
        try await exec.connection.send(Pieces(pieces: [Array("a".utf8), Array("bc".utf8)]))
        #expect(try await output(of: exec).map(\.text) == ["abc!"])
    }

    @Test func optionsArriveAndATerminalHasNoFrames() async throws {
        let shop = try await ScriptedProject()
        let web = try await shop.add("web")
        shop.containers.setProgram { _, _, _ in ScriptedExec("plain") }
        let options = ExecOptions(
            ["sh"], environment: ["A=1"], workingDirectory: "/srv", user: "1:2", terminal: true)
        let exec = try await shop.host.exec(options, in: web)
        #expect(try await output(of: exec).map(\.text) == ["plain"])
        let body = try #require(shop.engine.calls.first { $0.path.hasSuffix("/exec") }?.body)
        let text = String(decoding: body, as: UTF8.self)
        for part in [#""Env":["A=1","AAC_EXEC="#, #""User":"1:2""#, #""Tty":true"#, #""AttachStdin":false"#] {
            #expect(text.contains(part), "\(part) in \(text)")
        }
    }

    @Test func whatDoesNotRunRunsNothing() async throws {
        let shop = try await ScriptedProject()
        let web = try await shop.add("web", running: false)
        let error = await #expect(throws: EngineError.self) { try await shop.host.exec(ExecOptions(["x"]), in: web) }
        #expect(error?.code == .conflict)
    }

    @Test func aProgramIsStartedAndLeftAlone() async throws {
        let shop = try await ScriptedProject()
        let web = try await shop.add("web")
        let ran = Told()
        shop.containers.setProgram { _, words, _ in
            ran.add(words.joined(separator: " "))
            return ScriptedExec()
        }
        try await shop.host.startDetached(ExecOptions(["job", "1"]), in: web)
        #expect(ran.all == ["job 1"])
    }

    /// Engines note the code a moment after the output's end.
    @Test func theCodeIsWaitedForAndNotForEver() async throws {
        let shop = try await ScriptedProject()
        let web = try await shop.add("web")
        shop.containers.setProgram { _, _, _ in ScriptedExec(exitCode: 4) }
        let running = ScriptedAnswer.json(#"{"ID":"0","Running":true,"ExitCode":0}"#)
        shop.engine.change("GET /exec/*/json", times: 2) { _, _ in running }
        let exec = try await shop.host.exec(ExecOptions(["x"]), in: web)
        _ = try await output(of: exec)
        #expect(try await exec.exitCode() == 4)
        shop.engine.change("GET /exec/*/json") { _, _ in running }
        #expect(try await exec.exitCode(within: .milliseconds(20)) == nil)
        var program = shop.host.program(["x"], in: ContainerID(web.id))
        program.codeLimit = .milliseconds(20)
        #expect(try await program.run(output: { _, _ in }) == -1)
    }

    @Test func aBrokenConnectionIsAnEndWhereTheProgramHasEnded() async throws {
        let shop = try await ScriptedProject()
        let web = try await shop.add("web")
        shop.containers.setProgram { _, _, _ in ScriptedExec(exitCode: 9) }
        let exec = try await shop.host.exec(ExecOptions(["x"]), in: web)
        _ = try await output(of: exec)
        let broken = EngineError(.transport, "write to it", message: "it is gone")
        #expect(try await exec.exitCode(afterBreak: broken) == 9)
        await #expect(throws: CancellationError.self) { try await exec.exitCode(afterBreak: CancellationError()) }
        shop.engine.answer("GET /exec/*/json", with: .json(#"{"ID":"0","Running":true}"#))
        await #expect(throws: EngineError.self) { try await exec.exitCode(afterBreak: broken) }
    }
}
