import Testing

@testable import AgentCommands

/// Options before the command.
@Suite(.timeLimit(.minutes(1))) struct LeadingOptionsTests {
    @Test(
        arguments: [
            ("-p shop up -d", "up --project=shop -d"),
            ("-f a.yaml -f b.yaml logs -f web", "logs --file=a.yaml --file=b.yaml -f web"),
            ("--project-name=shop -H tcp://host:2375 ps", "ps --project=shop --engine=tcp://host:2375"),
            ("-p shop run -p 80:80 image", "run --project=shop -p 80:80 image"),
            // Nothing to move, or nothing known.
            ("up -d -p shop", "up -d -p shop"), ("--version", "--version"), ("-p", "-p"), ("-p shop", "-p shop"),
            ("-x up", "-x up"), ("", ""),
        ])
    func theyAreMovedBehindIt(_ typed: String, _ meant: String) {
        #expect(LeadingOptions.moved(typed.split(separator: " ").map(String.init)).joined(separator: " ") == meant)
    }

    @Test(
        arguments: [
            ("run --privileged image", "--level privileged --allow-privileged"), ("run -P image", "-p CONTAINER"),
            ("run --mount type=bind image", "-v SOURCE:TARGET"), ("up --no-recreate", "leaves alone"),
        ])
    func whatOthersHaveSaysWhatToUse(_ line: String, _ words: String) async throws {
        let result = try await Tool.run(line.split(separator: " ").map(String.init))
        #expect(result.status == 64 && result.errors.contains(words), "\(result.errors)")
    }
}
