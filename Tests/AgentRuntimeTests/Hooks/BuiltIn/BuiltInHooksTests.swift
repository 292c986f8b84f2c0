import AgentValues
import Diagnostics
import Testing

@testable import AgentRuntime

@Suite(.timeLimit(.minutes(2))) struct BuiltInHooksTests {
    @Test func theCatalogHasTheHooksThatWeShip() throws {
        let catalog = Catalog<any RunHook>.builtIn
        #expect(catalog.names == ["audit", "bind-check", "image-policy", "limits", "notify", "port-check"])
        for name in catalog.names where name != "notify" { #expect(try catalog[name]?([:]).name == name) }
        #expect(try catalog["notify"]?(["exec": ["true"]]).name == "notify")
    }

    @Test(
        arguments: [
            ("audit", ["pth": "/x"], "config.pth: unknown key 'pth'", "did you mean 'path'?"),
            ("audit", ["path": 5], "config.path: expected text, found 5", nil),
            ("audit", ["path": "x"], "config.path: expected an absolute path, found 'x'", nil),
            ("bind-check", ["files": "no"], #"config.files: expected true or false, found "no""#, nil),
            ("image-policy", ["allow": "hello"], #"config.allow: expected a list of texts, found "hello""#, nil),
            (
                "image-policy", ["deny": ["sha256:1"]], "config.deny[0]: 'sha256:1' is not a digest",
                "such as example.com/team/*, or sha256: and 64 hexadecimal digits"
            ),
            ("limits", ["ceilings": ["cpus": 1]], "config.ceilings.cpus: unknown key 'cpus'", "did you mean 'cpu'?"),
            (
                "limits", ["ceilings": ["pids": 0]], "config.ceilings.pids: expected a whole number above 0, found 0",
                nil
            ),
            ("limits", ["ceilings": 3], "config.ceilings: expected an object, found 3", nil),
            (
                "limits", ["defaults": ["memory": "2Gi"], "ceilings": ["memory": "1Gi"]],
                "config.defaults.memory: the default is above the ceiling", nil
            ),
            ("notify", [:], "config.exec: expected a program with its arguments", "such as [notify-team, --quiet]"),
            (
                "notify", ["exec": ["x"], "on": ["never"]], "config.on: there is no outcome 'never'",
                "there are ready, failed and stopped"
            ),
            ("port-check", ["a": 1], "config.a: unknown key 'a'", "there are no settings"),
        ] as [(String, JSONValue, String, String?)])
    func mistakesAreSaidClearly(hook: String, config: JSONValue, message: String, hint: String?) throws {
        let make = try #require(Catalog<any RunHook>.builtIn[hook])
        let error = try #require(throws: SettingsError.self) { try make(config) }
        #expect(error.summary == message)
        if let hint { #expect(error.hint == hint) }
        #expect(error.exitCode == .manifestInvalid)
    }
}
