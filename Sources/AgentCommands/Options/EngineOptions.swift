import ArgumentParser

/// Which engine a command works on.
struct EngineOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            The engine: a socket's path, a URL (unix://, tcp://, https://), docker, podman or embedded; else AAC_ENGINE, \
            else the first that answers. AAC_ENGINE_TIMEOUT limits each call; 2m unless set.
            """, valueName: "engine"), completion: .list(["docker", "podman", "embedded"]))
    var engine: String?

    @OptionGroup var logging: LoggingOptions
}
