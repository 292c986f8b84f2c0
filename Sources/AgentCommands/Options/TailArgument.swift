import ArgumentParser

/// How many lines from the end: a number, or `all`.
struct TailArgument: ExpressibleByArgument, Sendable {
    /// nil for all.
    var lines: Int?

    init?(argument: String) {
        if argument == "all" { return }
        guard let number = Int(argument), number >= 0 else { return nil }
        lines = number
    }
}
