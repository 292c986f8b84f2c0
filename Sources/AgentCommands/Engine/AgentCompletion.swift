import AgentRuntime
import ArgumentParser
import EngineAPI

/// The names of agents, for shells that complete a command line.
enum AgentCompletion {
    /// The agents of the project that the words say, or of all projects where that has none.
    ///
    /// Anything that goes wrong means no names; a completion must not print errors.
    @Sendable static func complete(_ words: [String], _ index: Int, _ prefix: String) async -> [String] {
        let files = value(of: ["--file", "-f"], in: words).map { [$0] } ?? []
        let engineWords = value(of: ["--engine"], in: words).map { ["--engine", $0] } ?? []
        let projectWords = value(of: ["--project", "-p"], in: words).map { ["--project", $0] } ?? []
        let context = CommandContext()
        guard let engine = try? EngineOptions.parse(engineWords), let project = try? ProjectOptions.parse(projectWords)
        else { return [] }
        let wanted = try? project.name(in: context, files: files)
        let names = try? await engine.withSession(in: context, startsEmbedded: false, reaps: false) { session in
            let own = try await AgentSelector(engine: session.client, project: wanted).containers()
            let all = own.isEmpty ? try await AgentSelector(engine: session.client, project: nil).containers() : own
            return Set(all.map(\.identity.agent)).sorted()
        }
        return (names ?? []).filter { $0.hasPrefix(prefix) }
    }

    private static func value(of names: Set<String>, in words: [String]) -> String? {
        for (index, word) in words.enumerated() {
            if names.contains(word) { return words.dropFirst(index + 1).first }
            for name in names where word.hasPrefix("\(name)=") { return String(word.dropFirst(name.count + 1)) }
        }
        return nil
    }
}
