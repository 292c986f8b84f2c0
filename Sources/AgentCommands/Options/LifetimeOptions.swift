import ArgumentParser

/// `--ttl`.
struct LifetimeOptions: ParsableArguments {
    /// Some hundred years, which every label and calendar can hold.
    private static let longest = Duration.seconds(100 * 365 * 86_400)

    @Option(
        help: ArgumentHelp(
            "Stop and remove an agent so long after its creation, such as 30m, also when nobody is there to do it but the "
                + "next command, or `reap`.", valueName: "time"))
    var ttl: DurationArgument?

    func validate() throws {
        guard let ttl = ttl?.duration else { return }
        guard ttl >= .milliseconds(1), ttl <= Self.longest else {
            throw ValidationError("--ttl must be at least 1ms and at most a hundred years")
        }
    }
}
