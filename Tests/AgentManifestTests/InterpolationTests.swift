import AgentValues
import Testing

@testable import AgentManifest

/// `${…}` in texts.
@Suite(.timeLimit(.minutes(2))) struct InterpolationTests {
    static let variables = ["A": "1", "EMPTY": "", "DOLLAR": "${A}", "LONG_name_2": "x"]

    @Test(arguments: [
        ("", ""), ("plain", "plain"), ("${A}", "1"), ("a${A}b${A}", "a1b1"), ("$A", "$A"), ("$", "$"), ("a$", "a$"),
        ("$$", "$"), ("$${A}", "${A}"), ("$$$$", "$$"), ("$$${A}", "$1"), ("^a$|b", "^a$|b"),
        ("${EMPTY}", ""), ("${EMPTY:-d}", "d"), ("${NO:-}", ""), ("${NO:-a b:-c}", "a b:-c"), ("${A:-x}", "1"),
        ("${A:?x}", "1"), ("${NO:-${A}}", "1"), ("${NO:-x${NO:-y}z}!", "xyz!"), ("${DOLLAR}", "${A}"),
        ("${LONG_name_2}", "x"), ("ü${A}ü", "ü1ü"), ("${NO:-$$}", "$"), ("}{", "}{"),
    ]) func replaces(_ text: String, _ expected: String) {
        #expect(Interpolator(variables: Self.variables).expand(text) == .init(text: expected, names: names(in: text)))
    }

    /// The variables that a text of the table takes its value from.
    private func names(in text: String) -> [String] {
        Interpolator(variables: Self.variables).expand(text).names
    }

    @Test(arguments: [
        ("${NO}", "the variable NO is not set"), ("${EMPTY:?say it}", "the variable EMPTY is not set: say it"),
        ("${NO:?}", "the variable NO is not set"), ("${", "'${' without a closing '}'"),
        ("${A", "'${' without a closing '}'"), ("${}", "'${}' names no variable"), ("${1}", "'${1}' names no variable"),
        ("${A-b}", "'${A-b}' is not a known form"), ("${A:+b}", "'${A:+b}' is not a known form"),
        ("${ A }", "'${ A }' names no variable"), ("${NO:-${OTHER}}", "the variable OTHER is not set"),
    ]) func refuses(_ text: String, _ expected: String) {
        #expect(Interpolator(variables: Self.variables).expand(text).problems.map(\.message) == [expected])
    }

    @Test func defaultsInsideDefaultsAreBounded() {
        let text = String(repeating: "${NO:-", count: 20) + String(repeating: "}", count: 20)
        #expect(
            Interpolator(variables: [:]).expand(text).problems.map(\.message) == ["too many defaults inside defaults"])
    }

    @Test func inAManifest() throws {
        let text = manifest(
            """
            image: ${REGISTRY:-local}/agent:${TAG}
            ports: [{container: "${PORT}"}]
            environment:
              - {name: A, value: "${FLAG}"}
              - {name: B, value: $${TAG}}
              - name: C
                value: ${NUMBER}
            config:
              plain: ${NUMBER}
              quoted: "${NUMBER}"
              flag: ${FLAG}
              ${TAG}: key
            security: {runAsNonRoot: "${FLAG}"}
            """.replacing("value: $${TAG}", with: "value: '$${TAG}'"))
        let variables = ["TAG": "1.0", "PORT": "8080", "FLAG": "true", "NUMBER": "5"]
        let manifest = try agent(text, variables: variables)
        #expect(manifest.image == "local/agent:1.0")
        #expect(manifest.ports.map(\.container) == [8080])
        #expect(manifest.environment.map(\.source) == [.value("true"), .value("${TAG}"), .value("5")])
        #expect(manifest.config == ["plain": 5, "quoted": "5", "flag": true, "${TAG}": "key"])
        #expect(manifest.security.runAsNonRoot == true)
    }

    /// What is not read is not replaced either, so a draft's variables need not be set.
    @Test func draftsAndUnknownKeysAreLeftAlone() throws {
        #expect(try load(manifest("tracing: {key: '${NO}'}\nsome: ${NO}"))[0].warnings.count == 2)
    }
}
