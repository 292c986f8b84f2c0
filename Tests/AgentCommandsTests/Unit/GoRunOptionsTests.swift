import AgentRuntime
import Diagnostics
import Testing

@testable import AgentCommands

@Suite(.timeLimit(.minutes(2))) struct GoRunOptionsTests {
    private func options(_ json: String) throws -> GoRunOptions {
        try GoRunOptions(json: Array(json.utf8), file: "options.json")
    }

    /// Each mistake as `line:column message`.
    private func mistakes(_ json: String) -> [String] {
        do {
            _ = try options(json)
            return []
        } catch let error as DiagnosticsError {
            #expect(error.exitCode == .manifestInvalid)
            return error.diagnostics.map { "\($0.position?.line ?? 0):\($0.position?.column ?? 0) \($0.message)" }
        } catch {
            return ["\(error)"]
        }
    }

    private func run(_ json: String, isCompatible: Bool = false) throws -> (run: ImageRun, warnings: [Diagnostic]) {
        try options(json).imageRun(in: CommandContext(), isCompatible: isCompatible)
    }

    @Test func everyField() throws {
        let options = try options(
            #"""
            {"Image":"a:1","Ports":["80:8080","90"],"Environment":["A=b=c"],"Detach":true,"Name":"n",
             "Volumes":["/x:/y:ro"],"Interactive":true}
            """#)
        #expect(options.image == "a:1")
        #expect(options.ports.map(\.text) == ["80:8080", "90"])
        #expect(options.ports.map(\.position.description) == ["options.json:1:25", "options.json:1:35"])
        #expect(options.environment.map(\.path) == ["Environment[0]"])
        #expect(options.detach && options.interactive)
        #expect(options.name == "n")
        #expect(options.volumes.map(\.text) == ["/x:/y:ro"])
        #expect(options.warnings.isEmpty)
    }

    @Test func keysAndNullAreAsInGo() throws {
        let options = try options(
            ##"{"image":"a","IMAGE":null,"ports":["1"],"Ports":null,"DETACH":null,"Name":"x","name":"y","Imag":1}"##)
        #expect(options.image == "a")
        #expect(options.ports.isEmpty)
        #expect(!options.detach)
        #expect(options.name == "y")
        #expect(
            options.warnings.map(\.code)
                == (Array(repeating: "options.duplicate-key", count: 3) + ["options.unknown-key"]))
        #expect(options.warnings.last?.hint == "did you mean 'Image'?")
    }

    @Test func textIsDecodedAsInGo() throws {
        let options = try options(#" {"Image":"\u00fc\/\"\\\n\ud83d\ude00\ud83dx", "Name":"ü\#u{2028}"} "#)
        #expect(options.image == "ü/\"\\\n😀\u{FFFD}x")
        #expect(options.name == "ü\u{2028}")
    }

    @Test(arguments: [
        ("", "1:1 expected a value, found the end of the text"),
        ("{", "1:2 expected a key in double quotes, found the end of the text"),
        ("{\n  'Image': 1}", "2:3 expected a key in double quotes, found '''"),
        (#"{"Image" "a"}"#, "1:10 expected ':' after the key 'Image', found '\"'"),
        (#"{"Image":"a",}"#, "1:14 expected a key in double quotes, found '}'"),
        (#"{"Ports":["1",]}"#, "1:15 expected a value, found ']'"),
        (#"{"Ports":["1" "2"]}"#, "1:15 expected ',' or ']' after an element, found '\"'"),
        (#"{"Image":"a"} x"#, "1:15 there is 'x' after the end of the value"),
        (#"{"Image":"a\x"}"#, "1:13 no such escape; a backslash is written '\\\\'"),
        (#"{"Image":"a"#, "1:10 the string that begins here does not end"),
        ("{\"Image\":\"a\n\"}", "1:12 a control character stands in a string; write it as an escape such as '\\n'"),
        (#"{"Detach":tru}"#, "1:14 expected 'true', found '}'"),
        (#"{"Detach":01}"#, "1:12 expected ',' or '}' after a member, found '1'"),
        (#"{"Detach":1.}"#, "1:13 expected a digit, found '}'"),
        (#"{"Detach":"\u12g4"}"#, "1:16 expected four hexadecimal digits after '\\u', found 'g'"),
        (String(repeating: "[", count: 200), "1:101 values are nested more than 100 deep"),
    ])
    func malformed(_ json: String, _ mistake: String) {
        #expect(mistakes(json) == [mistake])
    }

    @Test func allWrongTypesAtOnce() {
        let found = mistakes(
            """
            {"Image": 3, "Ports": ["1", 2, {}], "Environment": "A=b",
             "Detach": "yes", "Name": ["x"], "Interactive": 1}
            """)
        #expect(
            found == [
                "1:11 expected a string, found a number", "1:29 expected a string, found a number",
                "1:32 expected a string, found an object", "1:52 expected a list of strings, found a string",
                "2:12 expected true or false, found a string", "2:27 expected a string, found a list",
                "2:49 expected true or false, found a number",
            ])
        #expect(mistakes("[]") == ["1:1 the run options are an object, and this is a list"])
    }

    @Test(arguments: ["{}", "null", #"{"Image":""}"#, #"{"Image":null,"Detach":true}"#])
    func withoutAnImage(_ json: String) {
        #expect(mistakes(json) == ["1:1 there is no Image"])
    }

    @Test func portsAreThoseOfGoOnTheLoopbackAddress() throws {
        let ports = try run(#"{"Image":"a","Ports":["8080","80 : 81","53:53/udp","1/TCP","8080","1.2.3.4:5:6",":7"]}"#)
            .run.ports
        #expect(
            ports.map(\.description) == [
                "127.0.0.1:8080->8080/tcp", "127.0.0.1:80->81/tcp", "127.0.0.1:53->53/udp", "127.0.0.1:1->1/tcp",
                "1.2.3.4:5->6/tcp", "127.0.0.1:*->7/tcp",
            ])
    }

    @Test func withoutPortsThereIsTheDefaultOne() throws {
        for json in [#"{"Image":"a"}"#, #"{"Image":"a","Ports":[]}"#] {
            #expect(try run(json).run.ports.map(\.description) == ["127.0.0.1:8080->8080/tcp"])
            #expect(try run(json, isCompatible: true).run.ports.map(\.description) == ["0.0.0.0:8080->8080/tcp"])
        }
    }

    @Test(arguments: ["", "x", "0", "65536", "80:", "1:2:x", "1:2/tcp/x", "-1"])
    func badPortsAreMistakesThatGoPassesOver(_ port: String) throws {
        let json = #"{"Image":"a","Ports":["\#(port)"]}"#
        #expect(throws: DiagnosticsError.self) { _ = try run(json) }
        let (passed, warnings) = try run(json, isCompatible: true)
        #expect(passed.ports.map(\.description) == ["0.0.0.0:8080->8080/tcp"])
        #expect(warnings.map(\.path) == ["Ports[0]"])
    }

    @Test(arguments: ["127.0.0.1:80:80", "0:80", ":80"])
    func whatGoDoesNotKnowItPassesOver(_ port: String) throws {
        let json = #"{"Image":"a","Ports":["\#(port)","9:9"]}"#
        #expect(try run(json).run.ports.count == 2)
        #expect(try run(json, isCompatible: true).run.ports.map(\.description) == ["0.0.0.0:9->9/tcp"])
    }

    @Test(arguments: [false, true])
    func anUnknownProtocolIsAMistake(isCompatible: Bool) {
        #expect(throws: DiagnosticsError.self) {
            _ = try run(#"{"Image":"a","Ports":["80/sctp"]}"#, isCompatible: isCompatible)
        }
    }

    @Test func variables() throws {
        let json = #"{"Image":"a","Environment":["A=b=c","B=","A=d","SECRET"]}"#
        let (passed, warnings) = try run(json, isCompatible: true)
        #expect(passed.environment == ["A": "d", "B": ""])
        // The text may be a secret that lacks its name.
        #expect(warnings.map(\.message) == ["a variable has no value, and is passed over"])
        #expect(throws: DiagnosticsError.self) { _ = try run(json) }
        #expect(throws: DiagnosticsError.self) {
            _ = try run(#"{"Image":"a","Environment":["=b"]}"#, isCompatible: true)
        }
    }

    @Test func mounts() throws {
        let volumes = try run(#"{"Image":"a","Volumes":["/a:/b","data:/c:ro"]}"#).run.volumes
        #expect(
            volumes == [
                VolumeMount(.bind, source: "/a", target: "/b", root: ProjectName.currentFolder),
                VolumeMount(.volume, source: "data", target: "/c", readOnly: true),
            ])
        #expect(throws: DiagnosticsError.self) { _ = try run(#"{"Image":"a","Volumes":["a"]}"#) }
    }
}
