import Testing

@testable import AgentRuntime

/// Which calls of curl and wget are known for what they ask.
@Suite(.timeLimit(.minutes(5))) struct RequestCommandTests {
    private let variables = ["PORT": "9000", "EMPTY": ""]

    private func check(_ words: [String]) -> Probe.HTTPCheck? {
        RequestCommand(words, variables: variables)?.check
    }

    private func own(
        _ port: Int, _ path: String, _ statuses: ClosedRange<Int> = 100...399
    ) -> Probe.HTTPCheck {
        Probe.HTTPCheck(port: port, path: path, statuses: [statuses], address: .loopback)
    }

    @Test(arguments: [
        ["curl", "-f", "http://localhost:8080/health"], ["/usr/bin/curl", "-fsS", "127.0.0.1:8080/health"],
        ["curl", "--fail", "--silent", "-o", "/dev/null", "http://[::1]:8080/health"],
        ["curl", "-sfo/dev/null", "--max-time=3", "http://0.0.0.0:8080/health"],
        ["/bin/sh", "-c", "curl -f http://localhost:8080/health || exit 1"],
        ["sh", "-c", "curl -fs 'http://localhost:8080/health' > /dev/null 2>&1 || false"],
        ["/bin/bash", "-c", "curl --fail \"http://localhost:${X:-8080}/health\""],
    ]) func aRequestToTheContainerItself(words: [String]) {
        #expect(check(words) == own(8080, "/health"))
    }

    @Test func variablesAreThoseOfTheContainer() {
        #expect(check(["sh", "-c", "curl -f localhost:$PORT/a?b=${EMPTY:-c}"]) == own(9000, "/a?b=c"))
        #expect(check(["curl", "-f", "localhost:$PORT/"]) == nil)
        #expect(check(["sh", "-c", "curl -f 'http://localhost:8080/$PORT'"])?.path.contains("9000") != true)
    }

    @Test func optionsHaveTheirSense() {
        #expect(check(["curl", "localhost"]) == own(80, "/", 100...599))
        var followed = own(443, "/x", 100...399)
        (followed.scheme, followed.isInsecure, followed.followsRedirects) = (.https, true, true)
        #expect(check(["curl", "-kfL", "https://localhost/x"]) == followed)
        var named = own(8080, "/")
        named.headers = [.init(name: "Host", value: "example.org"), .init(name: "User-Agent", value: "me")]
        #expect(check(["curl", "-f", "-H", "Host: example.org", "-A", "me", "http://localhost:8080"]) == named)
        // It follows redirects by itself.
        var plain = own(8080, "/")
        plain.followsRedirects = true
        #expect(check(["wget", "-qO-", "http://localhost:8080/"]) == plain)
        #expect(check(["wget", "--spider", "--no-verbose", "--tries=1", "-T", "3", "http://localhost:8080/"]) == plain)
    }

    /// Doing something like it would be a lie.
    @Test(arguments: [
        ["curl", "-f", "http://example.org/"], ["curl", "-f", "-X", "POST", "http://localhost/"],
        ["curl", "-f", "-d", "x", "http://localhost/"], ["curl", "-f"], ["curl", "-u", "a:b", "http://localhost/"],
        ["curl", "-f", "http://localhost/", "http://localhost/2"], ["curl", "-f", "ftp://localhost/"],
        ["sh", "-c", "curl -f http://localhost/ | grep ok"], ["sh", "-c", "curl -f http://localhost/ && echo x"],
        ["sh", "-c", "curl -f http://localhost/ || exit 0"], ["sh", "-c", "curl -f http://localhost/$(id)"],
        ["sh", "-c", "curl -f http://localhost/ || curl -f http://localhost/2"], ["python3", "-c", "pass"],
        ["sh", "-c", "curl -f http://localhost/*"], ["sh", "-c", "curl 'http://localhost/"], ["sh", "-c", ""], [],
    ]) func anythingElseIsNotTranslated(words: [String]) {
        #expect(check(words) == nil)
    }

    @Test(arguments: [
        ("curl -f x || exit 1", "curl"), ("  /bin/nope", "/bin/nope"), ("pg_isready", "pg_isready"),
        ("test -f /x", nil),
        ("[ -f /x ]", nil), ("A=1 curl x", nil), ("if true; then x; fi", nil), ("$PROGRAM x", nil), ("", nil),
        ("exit 1", nil),
        ("! curl x", nil), ("(curl x)", nil),
    ]) func theFirstProgramOfALine(line: String, program: String?) {
        #expect(ShellWords.program(of: line) == program)
    }
}

/// Where redirects lead.
@Suite(.timeLimit(.minutes(5))) struct RedirectTests {
    @Test(arguments: [
        ("/b", "/b"), ("b?x", "/a/b?x"), ("?y", "/a/x?y"), ("http://agent:80/c#top", "/c"), ("//agent:80/d", "/d"),
        ("http://agent:80", "/"), ("http://example.org/e", "/e"), ("", "/a/x?q"),
        // Nobody else's port, scheme or host.
        ("http://agent:8080/f", nil), ("https://agent:80/f", nil), ("http://169.254.169.254/f", nil),
        ("http://agent:80@evil/f", nil), ("//evil/f", nil), ("/with space", nil), ("http://agent:800/f", nil),
    ]) func onlyToTheSamePort(location: String, path: String?) {
        let check = Probe.HTTPCheck(port: 80, path: "/", headers: [.init(name: "host", value: "example.org")])
        #expect(Redirect(location, from: "/a/x?q", authority: "agent:80", check).path == path)
    }
}
