import AgentValues
import Diagnostics
import Testing

@Suite(.timeLimit(.minutes(2))) struct CatalogTests {
    private struct Refusal: ReportableError {
        var reportCode: String { "test.refusal" }
        var summary: String { "config.size: too large" }
        var hint: String? { "at most 3" }
    }

    private struct PlainError: Error {}

    private var catalog: Catalog<String> {
        var catalog = Catalog<String>(of: "hook")
        catalog["audit"] = { "audit of \($0["path"]?.stringValue ?? "nothing")" }
        catalog["limits"] = { _ in throw Refusal() }
        catalog["broken"] = { _ in throw PlainError() }
        return catalog
    }

    @Test func makesWhatIsRegistered() throws {
        #expect(catalog.names == ["audit", "broken", "limits"])
        #expect(try catalog.make("audit") == "audit of nothing")
        #expect(try catalog.make("audit", config: ["path": "/x"]) == "audit of /x")
    }

    @Test(
        arguments: [
            ("audti", .unknownName, "there is no hook 'audti'", "did you mean 'audit'?"),
            ("x", .unknownName, "there is no hook 'x'", "registered hooks: audit, broken, limits"),
            (
                "limits", .settings, "the hook 'limits' does not accept its config: config.size: too large",
                "at most 3"
            ),
            ("broken", .settings, "the hook 'broken' does not accept its config: PlainError()", nil),
        ] as [(String, CatalogError.Code, String, String?)])
    func saysWhatIsWrong(name: String, code: CatalogError.Code, summary: String, hint: String?) throws {
        let error = try #require(throws: CatalogError.self) { try catalog.make(name) }
        #expect(error.code == code && error.summary == summary && error.hint == hint)
        #expect(error.exitCode == .manifestInvalid)
    }

    @Test func settingsHaveTheirPath() throws {
        var catalog = Catalog<String>(of: "hook")
        catalog["audit"] = { try Settings($0, keys: ["path"]).text("path") ?? "" }
        let error = try #require(throws: CatalogError.self) { try catalog.make("audit", config: ["path": 5]) }
        #expect(error.path == "config.path")
        #expect(error.summary == "the hook 'audit' does not accept its config: config.path: expected text, found 5")
    }

    @Test func anEmptyOneSaysSo() throws {
        let error = try #require(throws: CatalogError.self) { try Catalog<Int>(of: "model").make("x") }
        #expect(error.hint == "registered models: none")
    }
}
