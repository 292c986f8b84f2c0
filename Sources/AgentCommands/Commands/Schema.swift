import AgentManifest
import AgentRuntime
import AgentValues
import ArgumentParser
import Diagnostics

/// `aac-runtime schema`: the format of the manifest for editors.
struct SchemaCommand: AgentCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Print the manifest's JSON Schema.",
        discussion: """
            JSON Schema, draft 2020-12, made from the same table of keys as `validate` goes by. An editor that knows it completes keys \
            and words, explains them, and marks mistakes. It cannot know everything: `validate` has the last word. With --strict \
            unknown keys are mistakes, as they are to `validate --strict`.

            In an editor with yaml-language-server, save it as agent.schema.json and begin agent.yaml with the line \
            # yaml-language-server: $schema=agent.schema.json

            Examples:
              aac-runtime schema > agent.schema.json
              aac-runtime schema --strict | jq '.properties.spec.properties | keys'
            """)

    @Flag(help: "Make unknown keys mistakes.")
    var strict = false

    @Option(
        help: ArgumentHelp(
            "A folder of runtime definitions, besides the built-in ones; else AAC_RUNTIMES.", valueName: "folder"),
        completion: .directory)
    var runtimes: String?

    func run(in context: CommandContext) async throws -> ExitCode {
        let catalog = try RuntimeCatalog(folder: runtimes ?? context.environment("AAC_RUNTIMES"))
        let schema = ManifestSchema.document(runtimes: catalog.names, isStrict: strict)
        // Laid out from the text, which keeps the keys in the order of the table.
        try await context.output.write(JSONLayout.indented(Array(schema.jsonText.utf8)))
        try await context.output.write("\n")
        return .success
    }
}
