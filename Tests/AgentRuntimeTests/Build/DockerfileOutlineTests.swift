import Testing

@testable import AgentRuntime

@Suite(.timeLimit(.minutes(2))) struct DockerfileOutlineTests {
    @Test(arguments: [
        ("FROM a\nRUN --mount=type=cache,target=/c true", true), ("FROM a\nCOPY --chmod=640 f /f", true),
        ("FROM a\nRUN <<EOF\ntrue\nEOF", true), ("FROM a\nCOPY <<-\"EOF\" /f\nx\nEOF", true),
        ("# syntax=docker/dockerfile:1\nFROM a", true), ("#Syntax = x\nFROM a", true),
        ("FROM a\nRUN --network=none x", true),
        ("FROM a\nCOPY --link --chown=1:1 f /f", true), ("FROM --platform=$BUILDPLATFORM a", true),
        ("FROM a\nARG TARGETARCH", true), ("FROM --platform=linux/amd64 a AS b\nCOPY --from=b --chown=1 f /f", false),
        ("FROM a\n# syntax=x\nRUN echo --mount=x", false), ("# a comment\n# syntax=x\nFROM a", false),
        ("FROM a\nRUN cat <<<x; echo $((1<<2))", false), ("FROM a\nHEALTHCHECK --interval=3s CMD true", false),
        ("FROM a\nCMD [\"x\", \"<<EOF\"]", false),
    ])
    func knowsWhatNeedsBuildKit(_ text: String, _ needs: Bool) {
        #expect(DockerfileOutline(text: text).needsBuildKit == needs)
    }

    @Test(arguments: [
        ("sha256:08eed17a16073391eebea8945e149ccf675d003b5b5cc4848b7ec5cffaebc04e", true), ("08eed17a1607", true),
        ("busybox", false), ("feed/ace:1", false), ("a@sha256:08eed17a1607", false),
    ])
    func knowsWhatIsAnID(_ image: String, _ isID: Bool) {
        #expect(DockerfileOutline(text: "FROM \(image)").namesImagesByID == isID)
    }

    @Test func linesOfHeredocsAreNoInstructions() throws {
        let text =
            "FROM a AS one\nRUN <<A cat <<-B\nFROM evil\nA\n\tRUN x\n\tB\nCOPY <<'C' /c\n# no comment \\\nC\nUSER x"
        let outline = DockerfileOutline(text: text)
        #expect(outline.stages.count == 1 && outline.images == ["a"] && outline.hasHeredocs)
        #expect(outline.instructions.map(\.keyword) == ["FROM", "RUN", "COPY", "USER"])
        #expect(outline.instructions.map(\.lines) == [0...0, 1...5, 6...8, 9...9])
        // One without its end reaches to the end of the file.
        #expect(DockerfileOutline(text: "FROM a\nRUN <<EOF\nFROM b\nX").instructions.map(\.lines) == [0...0, 1...3])
    }

    /// For Docker 20.10, whose BuildKit does not know them.
    @Test func writesHeredocsInAnotherWay() throws {
        let text = """
            FROM a
            RUN --mount=type=cache,target=/c <<-EOF
            \techo "$X"
            EOF
            RUN cat  > /f <<A && \\
              cat <<'B'
            one $X
            A
            two
            B
            COPY --chmod=600 <<'C' <<D /all/
            $X
            C
            D
            USER x
            """
        let (made, files) = try #require(DockerfileOutline(text: text).withoutHeredocs())
        #expect(
            made.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) == [
                "FROM a", #"RUN --mount=type=cache,target=/c ["/bin/sh", "-c", "echo \"$X\"\n"]"#, "#", "#",
                #"RUN ["/bin/sh", "-c", "cat  > /f <<A &&  cat <<'B'\none $X\nA\ntwo\nB"]"#, "#", "#", "#", "#", "#",
                "COPY --chmod=600 .aac-runtime/heredocs/0/C .aac-runtime/heredocs/1/D /all/", "#", "#", "#", "USER x",
            ])
        #expect(files.map(\.text) == ["$X\n", ""] && files.map(\.path).last == ".aac-runtime/heredocs/1/D")
    }

    @Test(arguments: [
        "FROM a\nRUN <<EOF\n#!/usr/bin/env python3\nEOF", "FROM a\nCOPY <<EOF /f\n$X\nEOF",
        "FROM a\nSHELL [\"bash\", \"-c\"]\nRUN <<EOF\nx\nEOF", "FROM a\nCOPY <<../x /f\n../x",
    ])
    func leavesHeredocsThatItCannotWrite(_ text: String) {
        #expect(DockerfileOutline(text: text).withoutHeredocs() == nil)
    }

    @Test func findsTheImagesOfATarget() {
        let text = """
            ARG TAG=2
            FROM base:$TAG AS one
            FROM other AS unused
            RUN --mount=type=bind,from=tools:1,target=/t true
            FROM scratch AS two
            COPY --from=one /a /a
            COPY --from=files:3 /b /b
            FROM two
            COPY --from=0 /a /c
            FROM ${NOTHING} AS last
            """
        let outline = DockerfileOutline(text: text)
        #expect(outline.images(for: "two").names == ["base:2", "files:3"] && outline.images(for: "two").isWhole)
        #expect(outline.images(for: "3").names == ["base:2", "files:3"])
        #expect(outline.images(for: "unused").names == ["other", "tools:1"])
        #expect(!outline.images(for: nil).isWhole)
        #expect(outline.images == ["base:2", "other", "tools:1", "files:3"])
    }

    @Test(arguments: [
        ("ADD https://example.com/f /f", true), ("ADD git@example.com:a/b.git /b", true), ("ADD $URL /f", true),
        ("ADD f.tar /f", false), ("COPY f /f", false), ("RUN curl https://example.com", false),
    ])
    func knowsWhatIsFetched(_ instruction: String, _ fetches: Bool) {
        #expect(DockerfileOutline(text: "FROM a\n\(instruction)").fetches == fetches)
    }

    private static let text = """
        ARG A=1
        FROM a AS one
        RUN  make \\
          # a comment
          all
        ENV X=y
        COPY $X /x

        FROM scratch
        COPY --from=one /x /x
        FROM one AS three
        WORKDIR /w
        RUN make all
        """

    @Test(
        arguments: [
            (2, "[one]", "RUN make all", DockerfileOutline.Counting.layers, 2...4),
            (3, "[one]", "COPY y /x", .layers, 6...6),
            (1, "[one]", "FROM docker.io/library/a:latest", .layers, 1...1),
            (1, "[stage-1]", "COPY --from=one /x /x", .layers, 9...9),
            (2, "[three]", "RUN make all", .layers, 12...12), (3, "", "RUN make all", .file, 2...4),
            (10, "", "RUN make all", .file, 12...12), (5, "", "COPY y /x", .file, 6...6),
            (4, "[0]", "COPY y /x", .stage, 6...6),
            (9, "[one]", "COPY y /x", .layers, nil), (1, "[nowhere]", "CMD x", .layers, nil),
            (-5, "", "CMD x", .file, nil),
        ] as [(Int, String, String, DockerfileOutline.Counting, ClosedRange<Int>?)])
    func findsTheLinesOfAStep(
        _ number: Int, _ stage: String, _ instruction: String, _ counting: DockerfileOutline.Counting,
        _ lines: ClosedRange<Int>?
    ) {
        let name = stage.isEmpty ? nil : String(stage.dropFirst().dropLast())
        let step = BuildTranscript.Step(number: number, count: 9, instruction: instruction, stage: name)
        #expect(DockerfileOutline(text: Self.text).lines(of: step, counting: counting, target: nil) == lines)
    }

    @Test func showsAnExcerpt() {
        let outline = DockerfileOutline(text: Self.text)
        #expect(
            outline.excerpt(of: 2...4, file: "sub/Dockerfile") == [
                "sub/Dockerfile:3:", "    2 | FROM a AS one", ">   3 | RUN  make \\", ">   4 |   # a comment",
                ">   5 |   all",
                "    6 | ENV X=y",
            ])
        #expect(
            outline.excerpt(of: 8...8, file: "D") == ["D:9:", ">   9 | FROM scratch", "   10 | COPY --from=one /x /x"])
        let long = DockerfileOutline(text: "FROM a\nRUN <<EOF\n" + (0..<40).map { "\($0)\n" }.joined() + "EOF")
        #expect(
            long.excerpt(of: 1...42, file: "D").count == 16 && long.excerpt(of: 1...42, file: "D").last == "      | …")
    }

    /// The line that we add to what is sent does not count.
    @Test func readsLineNumbers() throws {
        let outline = DockerfileOutline(text: Self.text)
        let sent = try #require(outline.text(adding: ["k": "v"], to: "one"))
        #expect(outline.line(namedIn: "parse error on line 3: unknown", of: sent) == 2...2)
        #expect(outline.line(namedIn: "parse error line 10: unknown", of: sent) == 8...8)
        #expect(outline.line(namedIn: "line 10", of: nil) == 9...9)
        for words in ["line 0", "line 99", "line x", "line", "no number", "line -3"] {
            #expect(outline.line(namedIn: words, of: nil) == (words == "line -3" ? 2...2 : nil))
        }
    }
}
