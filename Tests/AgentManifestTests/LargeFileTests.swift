import Testing

/// Large files whose cost must grow with their size, not with its square. Each takes less than a second without
/// optimization; what was quadratic took minutes.
@Suite(.timeLimit(.minutes(1))) struct LargeFileTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var spec: String

        init(_ name: String, _ spec: String) {
            testDescription = name
            self.spec = spec
        }
    }

    private static func many(_ count: Int, _ text: (Int) -> String) -> String { (0..<count).map(text).joined() }

    static let cases: [Case] = [
        Case("a long line", "config: {a: " + many(1_000_000) { _ in "x" } + "}"),
        Case("a long word", "restart: " + many(900_000) { _ in "x" }),
        Case("mistakes", "ports: [" + many(50_000) { _ in "x, " } + "x]"),
        Case("ports", "ports: [" + many(15_000) { "{container: \($0 + 1)}," } + "]"),
        Case("volumes", "volumes: [" + many(10_000) { "{source: v, target: /v\($0)}," } + "]"),
        Case("variables", "environment: [" + many(15_000) { "{name: A\($0), value: x}," } + "]"),
        Case("dependencies", "dependsOn: [" + many(30_000) { "d\($0)," } + "]"),
        Case("unknown keys", many(30_000) { "k\($0): v\n" }),
        Case(
            "keys given twice",
            "security: {" + many(15_000) { "k\($0): v," } + "securityContext: {" + many(15_000) { "k\($0): v," } + "}}"),
        Case(
            "a long path",
            "config:\n  ? " + many(400_000) { _ in "k" } + "\n  : [" + many(100_000) { _ in "a," } + "]"),
        Case("unset variables", "config: {a: \"" + many(100_000) { _ in "${A}" } + "\"}"),
        Case("open defaults", "config: {a: \"" + many(100_000) { _ in "${A:-" } + "\"}"),
    ]

    @Test(arguments: cases) func costGrowsWithSize(_ large: Case) {
        let found = messages(manifest(large.spec))
        #expect(found.count <= 101)
        #expect(found.allSatisfy { $0.utf8.count < 4000 })
    }
}
