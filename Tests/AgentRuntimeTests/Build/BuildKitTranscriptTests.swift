import EngineAPI
import Testing

@testable import AgentRuntime

@Suite(.timeLimit(.minutes(2))) struct BuildKitTranscriptTests {
    private func vertex(
        _ digest: String, _ name: String, started: Bool = true, cached: Bool = false, ended: Bool = false,
        error: String = ""
    ) -> BuildTrace {
        var vertex = BuildTrace.Vertex()
        (vertex.digest, vertex.name, vertex.error) = (digest, name, error)
        (vertex.isStarted, vertex.isCached, vertex.isCompleted) = (started, cached, ended)
        var trace = BuildTrace()
        trace.vertexes = [vertex]
        return trace
    }

    private func log(_ digest: String, _ text: String, stream: Int64 = 1) -> BuildTrace {
        var log = BuildTrace.Log()
        (log.vertex, log.stream, log.bytes) = (digest, stream, Array(text.utf8))
        var trace = BuildTrace()
        trace.logs = [log]
        return trace
    }

    @Test func namesStepsAndJoinsLines() {
        var transcript = BuildKitTranscript()
        var outputs: [BuildOutput] = []
        for trace in [
            vertex("i", "[internal] load remote build context"),
            vertex("f", "[stage-0 1/3] FROM docker.io/library/a", cached: true),
            vertex("c", "[stage-0 2/3] COPY f /f", cached: true, ended: true),
            vertex("r", "[stage-0 3/3] RUN make", started: false), vertex("r", "[stage-0 3/3] RUN make"),
            log("r", "par"), log("r", "\u{1B}[91merr\n", stream: 2), log("r", "t\nlast\r\n\nunended"),
            vertex("r", "[stage-0 3/3] RUN make", ended: true), vertex("e", "exporting to image", ended: true),
        ] { outputs += transcript.receive(trace) }
        #expect(
            outputs + transcript.finish() == [
                .step(number: 1, of: 3, instruction: "FROM docker.io/library/a"),
                .step(number: 2, of: 3, instruction: "COPY f /f"), .cached,
                .step(number: 3, of: 3, instruction: "RUN make"), .line("err"), .line("part"), .line("last"), .line(""),
                .line("unended"),
            ])
        #expect(transcript.failedStep == nil && !transcript.hasFailed)
    }

    /// Steps of two stages that go on side by side: each line stands below the step that printed it.
    @Test func namesAStepAgainWhereItGoesOn() {
        var transcript = BuildKitTranscript()
        var outputs: [BuildOutput] = []
        for trace in [
            vertex("a", "[linux/amd64 one 2/2] RUN a"), vertex("b", "[two 2/2] RUN b"), log("a", "1\n"),
            log("b", "2\n3\n"),
            log("a", "4\n"), vertex("b", "[two 2/2] RUN b", ended: true, error: "exit code: 3"),
            vertex("a", "[linux/amd64 one 2/2] RUN a", ended: true, error: "context canceled"),
        ] { outputs += transcript.receive(trace) }
        let (a, b) = (
            BuildOutput.step(number: 2, of: 2, instruction: "RUN a"),
            BuildOutput.step(number: 2, of: 2, instruction: "RUN b")
        )
        #expect(outputs == [a, b, a, .line("1"), b, .line("2"), .line("3"), a, .line("4")])
        #expect(transcript.failedStep == BuildTranscript.Step(number: 2, count: 2, instruction: "RUN b", stage: "two"))
        #expect(transcript.tail == ["2", "3"])
    }

    @Test func keepsWithinItsLimits() {
        var transcript = BuildKitTranscript()
        _ = transcript.receive(vertex("a", "[1/1] RUN a"))
        // Neither a line without an end nor a log of nobody's grows for ever.
        for _ in 0..<3 { _ = transcript.receive(log("a", String(repeating: "x", count: 64 << 10))) }
        _ = transcript.receive(log("nobody", "x\n"))
        let lines = transcript.receive(log("a", (0..<100).map { "\($0)\n" }.joined())).count
        #expect(lines == 100)
        _ = transcript.receive(vertex("a", "[1/1] RUN a", error: "x"))
        #expect(transcript.tail == (80..<100).map(String.init))
        #expect(transcript.receiveUnreadable().count == 1 && transcript.receiveUnreadable().isEmpty)
        for name in ["[", "[]", "[1/x] RUN a", "[0/2] RUN", "[-1/2] RUN", "x [1/2] RUN"] {
            #expect(transcript.receive(vertex(name, name)).isEmpty)
        }
    }
}
