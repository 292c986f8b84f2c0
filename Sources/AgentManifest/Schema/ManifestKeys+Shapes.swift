import AgentValues

extension ManifestKeys {
    /// The mappings that are probes.
    static let probes = [
        "spec.healthCheck", "spec.healthcheck", "spec.healthcheck.readiness", "spec.healthcheck.liveness",
    ]
    /// When hooks are called.
    static let phases = ["preRun", "postRun", "ready", "preStop", "postStop", "failed"]

    /// What the values look like, by path; every key that is looked into has one.
    static let shapes: [String: KeyShape] = {
        let groups =
            [general, process, connections, placement, services]
            + probes.map(probe) + ["limits", "requests"].map { amounts("spec.resources.\($0)") }
            + ["spec.security", "spec.security.securityContext"].map(security) + phases.map(hook)
        return groups.reduce(into: [:]) { all, group in all.merge(group) { first, _ in first } }
    }()

    static let absolutePath = "^/"
    static let words = "^[A-Za-z0-9_][A-Za-z0-9_.+-]{0,127}$"

    private static let general: [String: KeyShape] = [
        "apiVersion": .required(
            .words([ManifestReader.apiVersion, ManifestReader.olderAPIVersion]), "The version of the format."),
        "kind": .required(.words(["Agent"]), "What the document describes."),
        "metadata": .required(.keys, "The agent's name and what describes it."),
        "metadata.name": .required(
            .either([.defined(.name), .integer(0...Int.max)]),
            "The agent's name: of its container, and by which the agents of the project reach it."),
        "metadata.version": KeyShape(
            .either([.matching(words), .number]), "The agent's version; the tag of its image."),
        "metadata.description": KeyShape(.defined(.scalar), "What the agent is for, for people."),
        "metadata.author": KeyShape(.defined(.scalar), "Who wrote the agent, for people."),
        "metadata.tags": KeyShape(.list(.defined(.scalar)), "Words to find the agent by."),
        "metadata.labels": KeyShape(
            .texts(names: #"^(?!dev\.agent\.)."#),
            "Labels of the container; those that begin with dev.agent. are reserved."),
        "spec": .required(.keys, "How the agent is built and run."),
        "spec.runtime": .required(
            .defined(.runtime), "Which runtime builds and starts the agent, with a version where wanted."),
        "spec.model": .required(.keys, "The model that the agent uses."),
        "spec.model.provider": .required(.text, "Who serves the model."),
        "spec.model.name": .required(.text, "The model's name."),
        "spec.model.config": KeyShape(.free, "Settings for the model's provider."),
        "spec.capabilities": KeyShape(.list(.defined(.scalar)), "What the agent can do, for people and other agents."),
        "spec.config": KeyShape(
            .free, "The agent's own settings: AAC_CONFIG in its environment, and the file /etc/aac/config.json."),
    ]

    private static let process: [String: KeyShape] = [
        "spec.image": KeyShape(.matching("^(?!-)[!-~]+$"), "The image to run; nothing is built then."),
        "spec.build": KeyShape(.keys, "How the image is built from a Dockerfile of your own."),
        "spec.build.context": KeyShape(.text, "The folder that the build gets.", default: "."),
        "spec.build.dockerfile": KeyShape(.text, "The Dockerfile, from the context."),
        "spec.build.target": KeyShape(.text, "The stage to build; the last one unless given."),
        "spec.build.args": KeyShape(.texts(names: nil), "Build arguments."),
        "spec.command": KeyShape(.list(.defined(.scalar)), "The entrypoint; the image's unless given."),
        "spec.args": KeyShape(.list(.defined(.scalar)), "The arguments of the entrypoint; the image's unless given."),
        "spec.workingDir": KeyShape(
            .matching(absolutePath), "The directory in the container; the image's unless given."),
        "spec.dependencies": KeyShape(.list(.defined(.scalar)), "Packages for the build, in the runtime's own syntax."),
        "spec.restart": KeyShape(
            .either([
                .words(["no", "always", "unless-stopped", "on-failure"]),
                .matching("^on-failure:([1-9][0-9]{0,3}|10000)$"),
            ]), "What the engine does when the agent ends; on-failure:N restarts at most N times.", default: "no"),
        "spec.lifetime": KeyShape(.keys, "How long the agent may live."),
        "spec.lifetime.ttl": KeyShape(
            .defined(.positiveDuration), "The agent is stopped and removed so long after its creation."),
        "spec.lifetime.idle": KeyShape(
            .defined(.positiveDuration), "The agent is stopped and removed when it has printed nothing for so long."),
        "spec.test": KeyShape(.keys, "What `aac-runtime test` runs in the agent's container."),
        "spec.test.command": .required(.defined(.program), "The program with its arguments; exit code 0 passes."),
        "spec.test.timeout": KeyShape(.defined(.positiveDuration), "How long it may take.", default: "5m"),
        "spec.dependsOn": KeyShape(.items(orElse: .text), "The agents of the project that must come first."),
        "spec.dependsOn[].name": .required(.text, "The other agent's name."),
        "spec.dependsOn[].condition": KeyShape(
            .words(Manifest.Dependency.Condition.allCases.map(\.rawValue)), "What must be true of it first.",
            default: "started"),
        "spec.scaling": KeyShape(.keys, "How many of the agent there are."),
        "spec.scaling.replicas": KeyShape(.integer(0...1000), "How many.", default: 1),
        "spec.scaling.minReplicas": KeyShape(.integer(0...1000), "At least so many."),
        "spec.scaling.maxReplicas": KeyShape(.integer(0...1000), "At most so many."),
        "spec.scaling.targetCPUUtilizationPercentage": KeyShape(.integer(1...1000), "How busy the CPUs should be."),
        "spec.scaling.targetMemoryUtilizationPercentage": KeyShape(
            .integer(1...1000), "How full the memory should be."),
        "spec.scaling.metrics": KeyShape(.anything, "Further metrics."),
        "spec.scaling.vertical": KeyShape(.anything, "How the limits change."),
    ]
}
