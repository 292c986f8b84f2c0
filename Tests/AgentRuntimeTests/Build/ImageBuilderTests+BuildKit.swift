import AgentTesting
import Diagnostics
import EngineAPI
import Testing

@testable import AgentRuntime

/// What Docker's first builder cannot build, and where BuildKit differs from it.
extension ImageBuilderTests {
    @Test(arguments: TestEngine.allCases)
    func buildsWhatNeedsBuildKit(_ kind: TestEngine) async throws {
        let files = [
            "Dockerfile": """
            FROM \(TestEngine.image)
            RUN --mount=type=cache,target=/cache echo here @name@ > /cache/f && cat /cache/f && cp /cache/f /made
            COPY --chmod=640 f /f

            """,
            // The first name of the archive is not plain: BuildKit would take the archive for a Dockerfile.
            "0ä": "x", "f": "f @name@ f",
        ]
        try await withPlan(on: kind, files) { plan, engine, _ in
            let outputs = Outputs()
            let image = try await ImageBuilder().build(plan, on: engine, output: outputs.add)
            #expect(outputs.lines.contains("here \(plan.labels[Self.mark] ?? "")"))
            #expect(outputs.all.contains { if case .step(_, _, "COPY --chmod=640 f /f") = $0 { true } else { false } })
            let inspection = try await engine.images.inspect(plan.reference)
            #expect(inspection.id == image.id && inspection.configuration?.labels?[Self.mark] == plan.labels[Self.mark])
            #expect(try await content(of: image.id, at: "/made", on: engine) == ["made"])
            #expect(image.steps.isEmpty || kind == .podman)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func buildsHeredocs(_ kind: TestEngine) async throws {
        let files = [
            "Dockerfile": """
            FROM \(TestEngine.image)
            RUN --mount=type=cache,target=/c <<EOF
              echo @name@ $((1+1))
            EOF
            COPY <<'END' /text
            $A
            END
            RUN cat /text && cat <<A && echo $((2+3))
            from a heredoc
            A
            LABEL a=b

            """
        ]
        try await withPlan(on: kind, files) { plan, engine, _ in
            let outputs = Outputs()
            do {
                _ = try await ImageBuilder().build(plan, on: engine, output: outputs.add)
                #expect(outputs.lines.filter { !$0.hasPrefix("COMMIT") }.contains("\(plan.labels[Self.mark] ?? "") 2"))
                for line in ["$A", "from a heredoc", "5"] { #expect(outputs.lines.contains(line), "\(outputs.lines)") }
            } catch let error as BuildError {
                let version = engine.serverVersion ?? ""
                #expect(kind == .podman && (version.hasPrefix("3.") || version.hasPrefix("4.")), "\(error)")
                #expect(error.hint == "a heredoc needs Podman 4.9 or newer")
                #expect(error.details.contains { $0.hasPrefix(">") && $0.contains("| ") }, "\(error.details)")
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func mistakesInADockerfileAreShown(_ kind: TestEngine) async throws {
        try await withPlan(on: kind, ["Dockerfile": "FROM scratch\n\nNONSENSE x\n"]) { plan, engine, _ in
            let error = await #expect(throws: BuildError.self) {
                try await ImageBuilder().build(plan, on: engine) { _ in }
            }
            #expect(error?.details.prefix(2) == ["Dockerfile:3:", ">   3 | NONSENSE x"], "\(error?.details ?? [])")
        }
    }

    @Test func saysWhichFrontendIsMissing() async throws {
        let files = ["Dockerfile": "# syntax=localhost:9/no/frontend:1\nFROM \(TestEngine.image)\nRUN true\n"]
        try await withPlan(on: .docker, files) { plan, engine, _ in
            let error = await #expect(throws: BuildError.self) {
                try await ImageBuilder().build(plan, on: engine) { _ in }
            }
            #expect(error?.code == .baseImageMissing)
            #expect(error?.message.contains("builder 'localhost:9/no/frontend:1'") == true)
            #expect(error?.details.prefix(2) == ["Dockerfile:1:", ">   1 | # syntax=localhost:9/no/frontend:1"])
        }
    }

    @Test(arguments: ["secret,id=key", "ssh"])
    func refusesMountsThatNeedASession(_ mount: String) async throws {
        let files = ["Dockerfile": "FROM \(TestEngine.image)\nRUN --mount=type=\(mount) \\\n  true\n"]
        try await withPlan(on: .docker, files) { plan, engine, _ in
            let error = await #expect(throws: BuildError.self) {
                try await ImageBuilder().build(plan, on: engine) { _ in }
            }
            #expect(error?.code == .unsupported && error?.exitCode == .manifestInvalid)
            #expect(error?.details.first == "Dockerfile:2:" && error?.hint != nil)
        }
    }

    /// A target whose stages need nothing of what the others do is built without them.
    @Test func leavesOutWhatATargetDoesNotNeed() async throws {
        let files = [
            "Dockerfile": """
            FROM localhost:9/nowhere:1 AS broken
            RUN false
            FROM \(TestEngine.image) AS good
            COPY --chmod=600 f /f

            """, "f": "f @name@ f",
        ]
        try await withPlan(on: .docker, files) { plan, engine, _ in
            let image = try await ImageBuilder().build(plan, on: engine) { _ in }
            #expect(try await content(of: image.id, at: "/f", on: engine) == ["f"])
        }
    }

    /// BuildKit removes nothing from an archive, so that it gets no `.dockerignore`, and the Dockerfile is told of.
    @Test func saysThatAHiddenDockerfileIsSent() async throws {
        let files = [
            "Dockerfile": "FROM scratch\nCOPY --link . /all/\nCMD [\"/x\"]\n",
            ".dockerignore": "Dockerfile\n.dockerignore\n",
            "f": "f @name@ f",
        ]
        try await withPlan(on: .docker, files) { plan, engine, _ in
            var plan = plan
            plan.ignoreLines = ["Dockerfile", ".dockerignore", "!.dockerignore", "!Dockerfile"]
            plan.hidesDockerfile = true
            let outputs = Outputs()
            let image: BuiltImage
            do { image = try await ImageBuilder().build(plan, on: engine, output: outputs.add) } catch let error
                as BuildError
            {
                // Docker before 23 does not know the option.
                #expect(engine.serverVersion?.hasPrefix("20.") == true, "\(error)")
                return
            }
            #expect(outputs.notes.contains { $0.hasPrefix("'Dockerfile' is sent") })
            #expect(try await content(of: image.id, at: "/all", on: engine) == ["all", "all/Dockerfile", "all/f"])
        }
    }
}
