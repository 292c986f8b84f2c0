import AgentOrchestrator
import AgentRuntime
import ArgumentParser

/// The names of agents and projects, for shells that complete a command line.
enum AgentCompletion {
    /// The agents of the project that the words say, or of all projects where that has none; after a `/` their replicas.
    @Sendable static func complete(_ words: [String], _ index: Int, _ prefix: String) async -> [String] {
        let identities = await identities(words)
        let names =
            prefix.contains("/") ? identities.map { "\($0.agent)/\($0.replica)" } : identities.map(\.agent)
        return Self.fitting(names, prefix)
    }

    /// The agents as `scale` takes them, up to the number.
    @Sendable static func completeScale(_ words: [String], _ index: Int, _ prefix: String) async -> [String] {
        Self.fitting(await identities(words).map { "\($0.agent)=" }, prefix)
    }

    /// The projects on the engine that the words say.
    @Sendable static func completeProject(_ words: [String], _ index: Int, _ prefix: String) async -> [String] {
        Self.fitting(await onEngine(words) { try await $0.agents(of: nil).projects() }, prefix)
    }

    private static func identities(_ words: [String]) async -> [AgentIdentity] {
        let files = value(of: ["--file", "-f"], in: words).map { [$0] } ?? []
        let project = value(of: ["--project", "-p"], in: words)
        let wanted = try? ProjectOptions.name(project, in: CommandContext(), files: files)
        return await onEngine(words) { host in
            let own = try await host.agents(of: wanted).containers()
            let all = own.isEmpty ? try await host.agents(of: nil).containers() : own
            return all.map(\.identity)
        }
    }

    /// Anything that goes wrong means no names; a completion must not print errors.
    private static func onEngine<Name: Sendable>(
        _ words: [String], _ body: @escaping @Sendable (AgentHost) async throws -> [Name]
    ) async -> [Name] {
        let engineWords = value(of: ["--engine"], in: words).map { ["--engine", $0] } ?? []
        guard let engine = try? EngineOptions.parse(engineWords) else { return [] }
        let names = try? await engine.withSession(in: CommandContext(), startsEmbedded: false, reaps: false) {
            try await body($0.host)
        }
        return names ?? []
    }

    private static func fitting(_ names: [String], _ prefix: String) -> [String] {
        Set(names).filter { $0.hasPrefix(prefix) }.sorted()
    }

    private static func value(of names: Set<String>, in words: [String]) -> String? {
        for (index, word) in words.enumerated() {
            if names.contains(word) { return words.dropFirst(index + 1).first }
            for name in names where word.hasPrefix("\(name)=") { return String(word.dropFirst(name.count + 1)) }
        }
        return nil
    }
}
