import AgentValues
import ArgumentParser

/// A time span on the command line, as ``DurationText`` reads it: `10` (seconds), `90s`, `1m30s`, `500ms`, `2h`, `1d`.
struct DurationArgument: ExpressibleByArgument, Sendable, Hashable {
    /// The time span.
    var duration: Duration

    init?(argument: String) {
        guard let duration = DurationText.parse(argument) else { return nil }
        self.duration = duration
    }
}
