import AgentValues

extension Manifest {
    /// The keys of a document.
    static let documentKeys: [KeyDeclaration] = [
        .required(
            "apiVersion", .words([ManifestReader.apiVersion, ManifestReader.olderAPIVersion]),
            "The version of the format."),
        .required("kind", .words(["Agent"]), "What the document describes."),
        .required("metadata", .keys, "The agent's name and what describes it.", keys: Metadata.fields.map(\.key)),
        .required("spec", .keys, "How the agent is built and run.", keys: fields.map(\.key) + draftKeys),
    ]

    /// The keys of `spec`.
    static let fields: [Field<Manifest>] = processFields + connectionFields + placementFields + serviceFields

    /// What runs.
    private static let processFields: [Field<Manifest>] = [
        .together(
            .required(
                "runtime", .defined(.runtime),
                "Which runtime builds and starts the agent, with a version where wanted.")),
        Field("image", .image, "The image to run; nothing is built then.") { $0.image = $1 },
        Field("command", .command, "The entrypoint; the image's unless given.") {
            $0.command = $1.isEmpty ? nil : $1
        },
        Field("args", .texts, "The arguments of the entrypoint; the image's unless given.") {
            $0.arguments = $1.isEmpty ? nil : $1
        },
        Field("workingDir", .workingDirectory, "The directory in the container; the image's unless given.") {
            $0.workingDirectory = $1
        },
        Field("capabilities", .texts, "What the agent can do, for people and other agents.") { $0.capabilities = $1 },
        Field("dependencies", .texts, "Packages for the build, in the runtime's own syntax.") { $0.dependencies = $1 },
        Field(
            "restart", .restartPolicy,
            "What the engine does when the agent ends; on-failure:N restarts at most N times.", default: "no"
        ) { $0.restart = $1 },
        Field(
            "build", .section(Build(), Build.fields, hint: "such as 'build: {context: .}'"),
            "How the image is built from a Dockerfile of your own."
        ) { $0.build = $1 },
        Field(
            "model",
            .section(
                Model(provider: "", name: ""), Model.fields, hint: "such as 'model: {provider: openai, name: gpt-4}'"),
            "The model that the agent uses: AAC_MODEL_PROVIDER and AAC_MODEL_NAME in its environment."
        ) { $0.model = $1 },
        Field(
            "config", .object,
            "The agent's own settings: AAC_CONFIG in its environment, and the file /etc/aac/config.json."
        ) { $0.config = $1 },
    ]

    /// How others reach the agent, and what it finds.
    private static let connectionFields: [Field<Manifest>] = [
        .together(
            KeyDeclaration(
                "environment", EnvironmentVariable.kind,
                "The agent's environment variables: a list, or a mapping of names to values.",
                keys: EnvironmentVariable.keys)),
        Field(
            "env_file", .environmentFiles,
            "Files with environment variables, from the manifest's folder; a later one wins, and `environment` wins over all."
        ) { $0.environmentFiles = $1 },
        .together(
            KeyDeclaration(
                "ports", .items(orElse: .either([.matching(PortText.pattern), .integer(1...65535)])),
                "The published ports, also as '[[ADDRESS:]HOST:]CONTAINER[/PROTOCOL]'; without HOST any free one.",
                keys: Port.keys)),
        .together(
            KeyDeclaration(
                "volumes", .items(orElse: .matching(VolumeText.pattern)), "The mounts, also as 'SOURCE:TARGET[:ro]'.",
                keys: Volume.keys)),
        .together(
            KeyDeclaration(
                "healthCheck", .keys,
                "When the agent counts as ready, and later as alive. A command alone is of type command.",
                keys: Probe.keys)),
        .together(
            KeyDeclaration(
                "healthcheck", .keys, "The same, or the two apart.",
                keys: Probe.keys + [
                    KeyDeclaration("readiness", .keys, "When the agent counts as ready.", keys: Probe.keys),
                    KeyDeclaration("liveness", .keys, "When a running agent counts as alive.", keys: Probe.keys),
                ])),
    ]

    /// How much it gets, how long it lives, and what it may do.
    private static let placementFields: [Field<Manifest>] = [
        Field("resources", .resources, "What the agent may use.") { $0.resources = $1 },
        Field("lifetime", .lifetime, "How long the agent may live.") { $0.lifetime = $1 },
        .together(
            KeyDeclaration(
                "dependsOn", .items(orElse: .text), "The agents of the project that must come first.",
                keys: Dependency.fields.map(\.key))),
        Field(
            "test", .section(Test(command: []), Test.fields, hint: "such as 'test: {command: [./check]}'"),
            "What `aac-runtime test` runs in the agent's container."
        ) { $0.test = $1 },
        Field("scaling", .scaling, "How many of the agent there are.") { $0.scaling = $1 },
        Field("security", .security, "What the agent may do on the host.") { $0.security = $1 },
        Field("network", .section(Network(), Network.fields), "The agent's network.") { $0.network = $1 },
    ]

    /// What is around it.
    private static let serviceFields: [Field<Manifest>] = [
        Field(
            "hooks", .section(Hooks(), Hooks.fields), "Programs of the host and Swift hooks around the run."
        ) { $0.hooks = $1 },
        Field(
            "storage", .section(Storage(provider: ""), Storage.fields), "Where snapshots and artifacts go.",
            support: .pending("no snapshots or artifacts are stored")
        ) { $0.storage = $1 },
        Field(
            "events", .section(Events(handler: ""), Events.fields), "Where lifecycle events go.",
            support: .pending("no events are sent")
        ) { $0.events = $1 },
        Field("monitoring", .section(Monitoring(), Monitoring.fields), "How the agent is watched.") {
            $0.monitoring = $1
        },
        .together(
            KeyDeclaration(
                "secrets", .items(orElse: nil), "Secrets that the agent gets as files below /run/secrets.",
                keys: Secret.keys)),
    ]

    /// Keys of the format's drafts.
    private static let draftKeys: [KeyDeclaration] =
        [
            .draft("replicas", "the key is 'spec.scaling.replicas'"),
            .draft("models", "name the model in 'spec.model'"),
            .draft("autoscaling", "the key is 'spec.scaling'"),
            .draft("dev_dependencies", "list what the agent needs in 'spec.dependencies'"),
            .draft("capability_config", "pass settings with 'spec.config'"),
            .draft("services", "name other agents in 'spec.dependsOn'"),
        ]
        + [
            "logging", "tracing", "alerts", "backup", "deployment", "quality", "dr", "capacity", "cost", "incidents",
            "audit", "privacy", "compliance", "access",
        ].map { .draft($0) }
}
