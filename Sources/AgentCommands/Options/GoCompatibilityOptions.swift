import AgentOrchestrator
import ArgumentParser

/// `--go-compat`.
struct GoCompatibilityOptions: ParsableArguments {
    @Flag(
        name: .customLong("go-compat"),
        help: "Do what the Go tool's runtime does where it differs; the README lists what that is.")
    var isOn = false

    /// The Go tool knows containers and no projects.
    func requireContainers(_ containers: [AgentReference]) throws {
        if isOn, containers.isEmpty { throw ValidationError("--go-compat wants the ids or names of containers") }
    }
}
