import AgentTesting
import FoundationEssentials
import Subprocess
import SystemPackage
import Testing

/// The recipes of the article about continuous integration, run as they are written, in a shell as the runners use it.
@Suite(.timeLimit(.minutes(10))) struct RecipeTests {
    /// The commands of one recipe, each with what the runner gives to one shell.
    struct Recipe: Sendable, CustomTestStringConvertible {
        var name: String
        var scripts: [String]
        var testDescription: String { name }
    }

    static let recipes: [Recipe] = {
        let file = FilePath(#filePath).removingLastComponent().pushing(
            "../../../Sources/AgentCommands/AgentCommands.docc/ContinuousIntegration.md")
        guard let data = FileManager.default.contents(atPath: file.string) else { return [] }
        var title = ""
        var block: [Substring]?
        var recipes: [Recipe] = []
        for line in String(decoding: data, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("## ") { title = String(line.dropFirst(3)) }
            if let lines = block {
                block = line == "```" ? nil : lines + [line]
                let scripts = line == "```" ? scripts(in: lines) : []
                if !scripts.isEmpty { recipes.append(Recipe(name: "\(title) \(recipes.count)", scripts: scripts)) }
            } else if line == "```yaml" {
                block = []
            }
        }
        return recipes
    }()

    /// The values of `run` and the items of `script` and its sisters.
    private static func scripts(in lines: [Substring]) -> [String] {
        var scripts: [String] = []
        /// The text that goes on, and the indentation that ends it.
        var open: (indentation: Int, isList: Bool)?
        for line in lines {
            let indentation = line.prefix { $0 == " " }.count
            let text = line.dropFirst(indentation)
            if let current = open {
                if indentation > current.indentation {
                    if current.isList {
                        if text.hasPrefix("- ") { scripts.append(String(text.dropFirst(2))) }
                    } else {
                        scripts[scripts.count - 1] += line.dropFirst(current.indentation + 2) + "\n"
                    }
                    continue
                }
                open = nil
            }
            if text == "run: |" {
                scripts.append("")
                open = (indentation, false)
            } else if text.hasPrefix("run: ") {
                scripts.append(String(text.dropFirst("run: ".count)))
            } else if ["script:", "before_script:", "after_script:"].contains(text) {
                open = (indentation, true)
            }
        }
        return scripts
    }

    private static let agent = LaunchFolder.manifest(
        script: "mkdir /tmp/www; echo fine > /tmp/www/health; exec httpd -f -p 8080 -h /tmp/www",
        "ports: [{container: 8080, host: 0}]\nhealthCheck: {path: /health}")

    @Test func everyRecipeIsFound() {
        #expect(Self.recipes.map(\.scripts.count) == [2, 4, 2, 4])
    }

    @Test(arguments: TestEngine.allCases, recipes)
    func aRecipeRunsAsItIsWritten(_ engine: TestEngine, _ recipe: Recipe) async throws {
        try await LaunchFolder.with(engine, Self.agent) { launch in
            for script in recipe.scripts {
                let path = "\(Tool.path.removingLastComponent().string):/usr/sbin:/usr/bin:/sbin:/bin"
                let result = try await Subprocess.run(
                    .name("bash"), arguments: ["-eo", "pipefail", "-c", script],
                    environment: Tool.variables([
                        "PATH": path, "AAC_ENGINE": launch.host, "AAC_PROJECT": launch.project,
                        "GITHUB_WORKSPACE": launch.path.string,
                    ]), workingDirectory: launch.path, input: .none, output: .string(limit: 1 << 20),
                    error: .string(limit: 1 << 20))
                let said = "\(script)\n\(result.standardOutput)\n\(result.standardError)"
                #expect(Tool.status(result.terminationStatus) == 0, "\(said)")
                if script.contains("/health") { #expect(said.contains("fine\n")) }
                if script.contains("--report") {
                    #expect(try launch.read("report/junit.xml").contains(#"failures="0" skipped="0""#))
                }
            }
            #expect(try await launch.leftovers() == [])
        }
    }
}
