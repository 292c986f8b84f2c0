import Diagnostics

/// Turns one document into a manifest. Every mistake goes to the report; what could not be read keeps its default, so
/// that the checks behind it still run.
struct ManifestReader {
    let context: ReadingContext
    let isStrict: Bool
    /// The names of the runtime definitions that there are.
    let runtimes: [String]

    /// The format's version.
    static let apiVersion = "agent.dev/v1"
    /// An older name for the same version, still found in the Go tool's documents.
    static let olderAPIVersion = "agent.as.code/v1"

    /// Reads a document.
    /// - Returns: nil when it is no agent at all.
    func read(_ root: YAMLNode, mark: SourceMark) -> Manifest? {
        guard case .mapping(let entries) = root.content else {
            if case .broken = root.content { return nil }
            ValueReader(root, path: "", keyMark: mark, context: context).mismatch(
                expected: "a mapping with 'apiVersion', 'kind', 'metadata' and 'spec'")
            return nil
        }
        let document = MappingReader(entries: entries, path: "", mark: mark, context: context)
        guard checkKind(of: document) else { return nil }
        KeyCheck(context: context, isStrict: isStrict).check(root)
        var manifest = Manifest(name: "", runtime: Manifest.Runtime(name: ""))
        if let metadata = document.required("metadata", hint: "it holds the agent's name")?.mapping() {
            metadata.read(Manifest.Metadata.fields, into: &manifest.metadata)
        }
        if let spec = document.required("spec", hint: "it says how the agent is built and run")?.mapping() {
            readSpec(spec, into: &manifest)
        }
        return manifest
    }

    /// - Returns: whether the document is meant to be an agent; of anything else one message is enough.
    private func checkKind(of document: MappingReader) -> Bool {
        var isAgent = true
        if let value = document.required("kind", hint: "write 'kind: Agent'"), let kind = value.text(), kind != "Agent"
        {
            value.fail(
                "unknown kind '\(kind)'; expected Agent",
                hint: didYouMean(kind, among: ["Agent"]))
            isAgent = didYouMean(kind, among: ["Agent"]) != nil
        }
        if let value = document.required("apiVersion", hint: "write 'apiVersion: \(Self.apiVersion)'"),
            let version = value.text(), version != Self.apiVersion
        {
            if version == Self.olderAPIVersion {
                value.warn(
                    "'\(version)' is read as '\(Self.apiVersion)'", hint: "write 'apiVersion: \(Self.apiVersion)'")
            } else {
                value.fail(
                    "unknown apiVersion '\(version)'; expected \(Self.apiVersion)",
                    hint: didYouMean(version, among: [Self.apiVersion]))
            }
        }
        return isAgent
    }

    private func readSpec(_ spec: MappingReader, into manifest: inout Manifest) {
        readRuntime(spec, into: &manifest)
        spec.read(Manifest.fields, into: &manifest)
        manifest.environment = readEnvironment(spec)
        manifest.ports = readPorts(spec)
        manifest.volumes = readVolumes(spec)
        readProbes(spec, into: &manifest)
        manifest.dependsOn = readDependsOn(spec)
        manifest.secrets = readSecrets(spec)
        checkTogether(spec, manifest)
    }

    /// Checks that need more than one key.
    private func checkTogether(_ spec: MappingReader, _ manifest: Manifest) {
        if manifest.image != nil {
            spec["build"]?.warn("'build' has no effect because 'image' is given", hint: "remove one of the two")
            if !manifest.dependencies.isEmpty {
                spec["dependencies"]?.warn("'dependencies' has no effect because 'image' is given and nothing is built")
            }
        }
        if !manifest.ports.isEmpty,
            manifest.network.mode == Manifest.Network.Mode.none || manifest.network.mode == .host
        {
            let mode = manifest.network.mode?.description ?? ""
            spec["ports"]?.warn("'ports' has no effect with the network mode \(mode)")
        }
    }
}
