import AgentValues
import Diagnostics
import Testing

@Suite(.timeLimit(.minutes(2))) struct SettingsTests {
    private static let keys = ["name", "flag", "list", "count", "memory", "cpu", "inner"]

    @Test func everyKindIsRead() throws {
        let settings = try Settings(
            [
                "name": "x", "flag": false, "list": ["a", "b"], "count": 3, "memory": "1Ki", "cpu": 0.5,
                "inner": ["name": "y"],
            ], keys: Self.keys)
        #expect(try settings.text("name") == "x")
        #expect(try settings.bool("flag") == false)
        #expect(try settings.texts("list") == ["a", "b"])
        #expect(try settings.count("count") == 3)
        #expect(try settings.bytes("memory") == 1024)
        #expect(try settings.nanoCPUs("cpu") == 500_000_000)
        #expect(try settings.settings("inner", keys: ["name"]).text("name") == "y")
    }

    @Test(arguments: [nil, [:], ["name": nil, "inner": nil]] as [JSONValue])
    func nothingIsNoMistake(_ config: JSONValue) throws {
        let settings = try Settings(config, keys: Self.keys)
        #expect(try settings.text("name") == nil && settings.count("count") == nil)
        #expect(try settings.settings("inner", keys: []).text("x") == nil)
    }

    @Test(
        arguments: [
            (["name": 5], "config.name: expected text, found 5"),
            (["flag": "no"], #"config.flag: expected true or false, found "no""#),
            (["list": "a"], #"config.list: expected a list of texts, found "a""#),
            (["list": ["a", 1]], #"config.list: expected a list of texts, found ["a",1]"#),
            (["count": 0], "config.count: expected a whole number above 0, found 0"),
            (["memory": "0"], "config.memory: the amount must be more than 0, found '0'"),
            (["cpu": "x"], "config.cpu: expected a number of CPUs such as 2, 0.5 or 500m, found 'x'"),
            (["inner": 3], "config.inner: expected an object, found 3"),
            (["inner": ["nmae": 1]], "config.inner.nmae: unknown key 'nmae'"), (["x": 1], "config.x: unknown key 'x'"),
            (5, "config: expected an object, found 5"),
        ] as [(JSONValue, String)])
    func mistakesHaveTheirPath(_ config: JSONValue, _ summary: String) throws {
        let error = try #require(throws: SettingsError.self) {
            let settings = try Settings(config, keys: Self.keys)
            _ = try (settings.text("name"), settings.bool("flag"), settings.texts("list"), settings.count("count"))
            _ = try (settings.bytes("memory"), settings.nanoCPUs("cpu"))
            _ = try settings.settings("inner", keys: ["name"])
        }
        #expect(error.summary == summary && error.exitCode == .manifestInvalid)
    }

    @Test func aMisspeltKeyIsTold() throws {
        let near = try #require(throws: SettingsError.self) { try Settings(["nmae": 1], keys: Self.keys) }
        #expect(near.hint == "did you mean 'name'?")
        let far = try #require(throws: SettingsError.self) { try Settings(["x": 1], keys: ["name", "path"]) }
        #expect(far.hint == "known are name, path")
    }

    @Test func aReaderNotesEveryMistakeWithItsPlace() {
        let reader = SettingsReader(area: "test") { path in
            (SourcePosition(file: "f", line: 1, column: path.utf8.count), "the line")
        }
        let object = reader.object(["a": 5, "z": 1], at: "", keys: ["a", "b"])
        #expect(reader.text(object?["a"], at: "a") == nil && reader.text(object?["b"], at: "b") == nil)
        #expect(reader.number(-1, at: "n") == nil && reader.number(6, at: "n", limit: 5) == nil)
        #expect(
            reader.list("x", at: "l").map(\.path) == ["l"] && reader.list(["x", "y"], at: "l").last?.path == "l[1]")
        #expect(reader.hasErrors)
        #expect(
            reader.diagnostics.map { "\($0.code) \($0.path ?? "") \($0.message)" } == [
                "test.unknown-key z unknown key 'z'", "test.value a expected text, found 5",
                "test.value n expected a whole number from 0, found -1",
                "test.value n expected a whole number from 0 to 5, found 6",
            ])
        #expect(reader.diagnostics.first?.position?.file == "f" && reader.diagnostics.first?.sourceLine == "the line")
    }
}
