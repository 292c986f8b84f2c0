import Testing

@testable import AgentRuntime

@Suite(.timeLimit(.minutes(2))) struct BuildTranscriptTests {
    /// As Docker 20.10 sends it, piece by piece.
    private static let docker = [
        "Step 1/4 : FROM bbtest", "\n", " ---> 0c96b8604fd7\n", "Step 2/4 : RUN echo hello", "\n",
        " ---> Using cache\n",
        " ---> c0e2666c1a3c\n", "Step 3/4 : COPY f.txt /f.txt", "\n", " ---> ce99e734dab5\n", "Step 4/4 : RUN false",
        "\n",
        " ---> Running in fdc4b32fc13a\n", "\u{1B}[91merr\n\u{1B}[0m", "out\n",
        "Removing intermediate container fdc4b32fc13a\n",
        " ---> 7ddfc90dc7db\n", "Successfully built 7ddfc90dc7db\n",
    ]

    /// As Podman 4.3 sends it.
    private static let podman = [
        "[1/2] STEP 1/2: FROM bbtest AS one\n", "[1/2] STEP 2/2: RUN echo one\n", "--> 908d85e78f0\n",
        "[2/2] STEP 1/3: FROM bbtest\n", "[2/2] STEP 2/3: COPY --from=one /x /x\n",
        "--> Using cache 836f546ac7fef5a092cab89c378694a5b7947c1662c15e449392b6e5dcbe178d\n", "--> 836f546ac7f\n",
        "[2/2] STEP 3/3: RUN echo out\n", "out\n", "[2/2] COMMIT docker.io/library/x:1\n", "--> ac6fc5bfc99\n",
        "ac6fc5bfc99f3c0d5d9e2fa7b7d7ad39fa681074e39427646f1e5d01bd612ad0\n",
    ]

    private func outputs(_ transcript: inout BuildTranscript, _ pieces: [String]) -> [BuildOutput] {
        pieces.flatMap { transcript.receive($0) } + transcript.finish()
    }

    /// Podman's own words come in between, and are nothing that the step printed.
    @Test func theEnginesLogIsNoOutputOfTheStep() {
        var transcript = BuildTranscript()
        let log = #"time="2026-11-27T13:55:31Z" level=error msg="error deleting build container""#
        _ = outputs(&transcript, ["STEP 2/3: LABEL a=b\n", "COMMIT some-image:latest\n", "\(log)\n"])
        #expect(transcript.tail == ["COMMIT some-image:latest", log])
        #expect(!transcript.hasOutput)
        _ = outputs(&transcript, ["words\n"])
        #expect(transcript.hasOutput)
    }

    @Test func followsDocker() {
        var transcript = BuildTranscript()
        #expect(
            outputs(&transcript, Self.docker) == [
                .step(number: 1, of: 4, instruction: "FROM bbtest"),
                .step(number: 2, of: 4, instruction: "RUN echo hello"),
                .cached, .step(number: 3, of: 4, instruction: "COPY f.txt /f.txt"),
                .step(number: 4, of: 4, instruction: "RUN false"), .line("err"), .line("out"),
                .line("Successfully built 7ddfc90dc7db"),
            ])
        #expect(transcript.layers == ["ce99e734dab5", "7ddfc90dc7db"])
        #expect(transcript.container == nil)
    }

    @Test func followsPodman() {
        var transcript = BuildTranscript()
        let outputs = outputs(&transcript, Self.podman)
        #expect(outputs.first == .step(number: 1, of: 2, instruction: "FROM bbtest AS one"))
        #expect(
            outputs.contains(.step(number: 3, of: 3, instruction: "RUN echo out")) && outputs.contains(.line("out")))
        #expect(transcript.layers == ["908d85e78f0", "ac6fc5bfc99"])
    }

    @Test func knowsTheContainerOfTheStepAtHand() {
        var transcript = BuildTranscript()
        _ = outputs(&transcript, Array(Self.docker.prefix(13)))
        #expect(transcript.container == "fdc4b32fc13a" && transcript.step?.number == 4)
    }

    @Test(arguments: [docker, podman])
    func doesNotDependOnHowTheTextIsCut(_ pieces: [String]) {
        var whole = BuildTranscript()
        let expected = outputs(&whole, pieces)
        let text = pieces.joined()
        var single = BuildTranscript()
        #expect(outputs(&single, text.unicodeScalars.map { String($0) }) == expected)
        var atOnce = BuildTranscript()
        #expect(outputs(&atOnce, [text]) == expected)
        #expect(single.layers == whole.layers && atOnce.layers == whole.layers)
    }

    @Test func keepsTheLastLinesOfTheStep() {
        var transcript = BuildTranscript()
        _ = outputs(
            &transcript, ["Step 1/2 : RUN a\n", "old\n", "Step 2/2 : RUN b\n"] + (1...50).map { "line \($0)\r\n" })
        #expect(transcript.tail == (31...50).map { "line \($0)" })
        #expect(transcript.step == .init(number: 2, count: 2, instruction: "RUN b"))
    }

    @Test func showsWhatAProgressBarEndedWith() {
        var transcript = BuildTranscript()
        #expect(
            outputs(&transcript, ["Step 1/1 : RUN x\n", " 10%\r 50%\r100%\r\n", "\n", "rest"]).dropFirst() == [
                .line("100%"), .line(""), .line("rest"),
            ])
    }

    @Test func boundsALineWithoutEnd() {
        var transcript = BuildTranscript()
        var count = 0
        for _ in 0..<64 { count += transcript.receive(String(repeating: "x", count: 4096)).count }
        #expect(count >= 3)
    }
}
