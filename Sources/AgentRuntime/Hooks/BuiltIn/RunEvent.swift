import AgentValues
import Diagnostics
import EngineAPI
import FoundationEssentials
import Glibc

/// What became of a run, as one JSON object for logs and programs. It holds no value of the environment.
struct RunEvent: Sendable, Codable, Equatable {
    /// What happened.
    enum Outcome: String, Sendable, Codable, CaseIterable { case ready, failed, stopped }

    /// Who started the command.
    struct User: Sendable, Codable, Equatable {
        var id: UInt32
        var name: String?
        /// Who became this user with sudo(8).
        var sudo: String?
    }

    /// RFC 3339, UTC.
    var time: String
    var outcome: Outcome
    var project: String
    var agent: String
    var run: String
    /// The container's id, where there is one.
    var container: String?
    /// The image as the options name it.
    var image: String?
    /// Its digest, else its id, where it is on the engine.
    var digest: String?
    /// The digest of the options as the container's label has it.
    var options: String?
    /// Why the run failed, in one sentence.
    var reason: String?
    var user: User

    /// An event that happens now.
    init(
        _ outcome: Outcome, container: ContainerID?, subject: Subject, error: (any Error)? = nil, in context: RunContext
    ) {
        let now = Date.now.timeIntervalSince1970
        time = EngineTime(nanosecondsSince1970: Int64(now * 1e6) * 1000).description
        self.outcome = outcome
        project = context.project
        agent = context.agent
        run = context.run
        self.container = container?.rawValue
        image = subject.image
        digest = subject.digest
        options = subject.options
        reason = error.map { ($0 as? HookError)?.oneLine ?? ErrorRenderer.summary(of: $0) }
        user = Self.currentUser
    }

    /// One line of JSON.
    func line() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(self)) + [0x0A]
    }

    private static var currentUser: User {
        let id = getuid()
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 1 << 14)
        let status = getpwuid_r(id, &entry, &buffer, buffer.count, &found)
        let name = status == 0 && found != nil ? entry.pw_name.map { String(cString: $0) } : nil
        return User(id: id, name: name, sudo: ProcessInfo.processInfo.environment["SUDO_USER"])
    }
}

extension RunEvent {
    /// What a run is about, as far as it is known.
    struct Subject: Sendable {
        var image: String?
        var digest: String?
        var options: String?

        /// Keeps it between the calls of a hook.
        enum Key: RunContext.Key { typealias Value = Subject }

        init(_ options: RunOptions, in context: RunContext) {
            image = options.image
            self.options = context.configHash ?? options.configHash
        }

        /// What the engine knows, beyond what was kept in `preRun`; the engine may say nothing.
        init(_ container: ContainerID?, in context: RunContext) async {
            if let kept = context[Key.self] { self = kept }
            let found: ContainerInspection? =
                if let container { try? await context.engine?.container(container) } else { nil }
            image = image ?? found?.configuration.image
            options = options ?? found?.configuration.labels?[AgentIdentity.Label.configHash]
            let reference = found.map(\.imageID).flatMap { $0.isEmpty ? nil : $0 } ?? image
            guard let reference, let inspection = try? await context.engine?.image(reference) else { return }
            digest =
                inspection.digests.first.flatMap { $0.split(separator: "@").last.map(String.init) } ?? inspection.id
        }
    }
}
