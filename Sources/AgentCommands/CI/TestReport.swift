import AgentOrchestrator
import AgentRuntime
import AgentValues

/// What came of a test: `report.json`.
struct TestReport: Sendable, Encodable {
    /// One thing that passes or fails: that an agent becomes ready, or a command.
    struct Case: Sendable, Encodable {
        enum Kind: String, Sendable, Encodable {
            case readiness, command
        }

        enum Outcome: String, Sendable, Encodable {
            case passed, failed, skipped
        }

        var kind: Kind
        /// The agent's display name, or the command.
        var name: String
        var outcome: Outcome
        /// How long it took.
        var seconds = 0.0
        /// Why it failed or was skipped, in one sentence.
        var message: String?
        /// What else is known.
        var details: [String]?
        /// The exit status of a command that ended.
        var exitStatus: Int32?
        /// The agent in whose container the command ran; nil: on the host.
        var agent: String?
        /// The end of what the command printed.
        var output: String?
        /// The file with all of the output, in the report's folder.
        var file: String?
    }

    var project: String
    /// When the test began.
    var started: EngineTime
    /// How long everything took.
    var seconds = 0.0
    /// The exit status of `aac-runtime test`.
    var exitStatus: Int32 = 0
    var cases: [Case] = []

    /// Whether every case passed.
    var hasPassed: Bool { cases.allSatisfy { $0.outcome == .passed } }
}
