import AgentOrchestrator
import ArgumentParser

/// One end of a copy, as the command line names it: `AGENT:PATH`, `AGENT/REPLICA:PATH`, a path of this host, or `-`.
///
/// A path of this host with a colon needs a `/` before it, such as `./a:b`, as for `scp` and `docker cp`.
enum CopyPlace: ExpressibleByArgument, Sendable, Hashable {
    /// A path in an agent's container; seen from `/` when it does not begin there.
    case agent(AgentReference, path: String)
    /// A path of this host.
    case local(String)
    /// A tar archive on standard input or standard output.
    case archive

    init?(argument: String) {
        if argument.isEmpty { return nil }
        if argument == "-" {
            self = .archive
        } else if let colon = argument.firstIndex(of: ":"), !argument.hasPrefix("/"), !argument.hasPrefix(".") {
            let path = argument[argument.index(after: colon)...]
            guard let reference = AgentReference(argument: String(argument[..<colon])), !path.isEmpty else {
                return nil
            }
            self = .agent(reference, path: String(path))
        } else {
            self = .local(argument)
        }
    }

    static var defaultCompletionKind: CompletionKind { .custom(complete) }

    /// The agents of the project, each with the colon that a path follows.
    @Sendable private static func complete(_ words: [String], _ index: Int, _ prefix: String) async -> [String] {
        guard !prefix.contains(":"), !prefix.hasPrefix("/"), !prefix.hasPrefix(".") else { return [] }
        return await AgentCompletion.complete(words, index, prefix).map { "\($0):" }
    }
}
