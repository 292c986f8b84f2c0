import AgentValues
import Diagnostics
import EngineAPI
import FoundationEssentials
import HTTPTransport
import Synchronization

/// One build, from the request to the image.
final class ImageBuild: Sendable {
    /// How long cleaning up may take.
    static let cleanUpLimit = Duration.seconds(60)
    /// How long a cancelled build's step may take to end.
    private static let endLimit = Duration.seconds(30)
    /// How often something is tried in which Podman can stumble over another client.
    private static let attempts = 4
    /// How often an engine is asked that refuses for a moment: while other images go away, or a step ends.
    static let pause = Duration.milliseconds(100)

    let plan: ImageBuildPlan
    let engine: EngineClient
    let output: @Sendable (BuildOutput) -> Void
    /// What carries the build out.
    let builder: ImageBuildRequest.Builder
    let dockerfile: SentDockerfile
    private let rules: IgnoreRules
    private let extraFiles: [ImageBuildPlan.GeneratedFile]
    let processes = BuildStepProcesses()
    private let state = Mutex(BuildTranscript())
    private let traced = Mutex(BuildKitTranscript())
    private let made = Mutex<BuildRecord?>(nil)
    /// What was built from what; nil before the end, and where that is not known for sure.
    private(set) var built: BuildRecord? {
        get { made.withLock { $0 } }
        set { made.withLock { $0 = newValue } }
    }
    /// The images that were there before the build; what is among them is never removed as a leftover.
    let earlierImages: Task<Set<String>?, Never>

    /// - Throws: ``BuildError`` with `ignoreFile`.
    init(_ plan: ImageBuildPlan, on engine: EngineClient, output: @escaping @Sendable (BuildOutput) -> Void) throws {
        self.plan = plan
        self.engine = engine
        self.output = output
        dockerfile = SentDockerfile(plan)
        builder = Self.builder(for: plan, dockerfile.outline, on: engine)
        (rules, extraFiles) = try plan.sentFiles(to: builder, dockerfile.outline, on: engine)
        earlierImages = Task { await Self.images(on: engine, all: true).map { Set($0.map(\.id)) } }
    }

    /// What is known so far, where the builder tells it as text.
    var transcript: BuildTranscript { state.withLock { $0 } }
    /// What is known so far, where BuildKit tells it.
    var trace: BuildKitTranscript { traced.withLock { $0 } }

    /// Builds.
    ///
    /// Podman looks through all images for a step's result, and fails when another client removes one at that moment: an
    /// error of the step's own looks the same, but for what the step printed. So a step that printed nothing is tried again.
    func run() async throws -> BuiltImage {
        // On a busy Podman the list takes a while, and what this build makes meanwhile would count as there before.
        _ = await earlierImages.value
        try refuseClientMounts()
        if builder == .buildKit, plan.hidesDockerfile {
            output(
                .note(
                    "'\(plan.dockerfile)' is sent with the folder although .dockerignore names it: BuildKit reads it there"
                ))
        }
        try await pullImages()
        let inputs = BuildInputs(plan, dockerfile.outline, on: engine)
        let bases = await inputs.baseImages()
        var attempt = 1
        while true {
            do {
                let digest = ContextDigest()
                let image = try await runOnce(digest)
                // A base image that was pulled, or got its name, meanwhile: which one it was built from is not known then.
                let used = await inputs.baseImages()
                if let used, bases == nil || bases == used, let context = digest.value {
                    built = BuildRecord(inputs: inputs.digest(context: context, baseImages: used), image: image.id)
                }
                return image
            } catch let error as BuildError {
                guard engine.kind == .podman, attempt < Self.attempts, error.code == .stepFailed,
                    !transcript.hasOutput
                else { throw error }
                attempt += 1
                output(.note("the engine gave up on a step that printed nothing; trying again"))
            }
        }
    }

    private func runOnce(_ digest: ContextDigest) async throws -> BuiltImage {
        var context = BuildContext(
            folder: plan.context, rules: rules, extraFiles: extraFiles,
            modes: plan.dockerfileText == nil ? .kept : .readable, note: { [output] in output(.note($0)) })
        context.beginsWithFolder = builder == .buildKit
        context.digest = digest
        var request = request
        if builder == .classic { request.credentials = await credentials() }
        let id: String?
        let failure: BuildMessage.Failure?
        do {
            let stream = try await engine.images.build(context: .stream(context, length: nil), request)
            (id, failure) = try await engine.kind == .docker ? readToItsEnd(stream) : read(stream)
        } catch {
            throw explained(error)
        }
        pass(state.withLock { $0.finish() } + traced.withLock { $0.finish() })
        if let failure { throw try await failed(failure) }
        if let id { return BuiltImage(id: id, reference: plan.reference) }
        return BuiltImage(id: try await engine.images.inspect(plan.reference).id, reference: plan.reference)
    }

    /// Takes what the builder says.
    ///
    /// - Returns: the image's id, and why the build failed, where the builder says these.
    private func read(_ stream: BuildStream) async throws -> (id: String?, failure: BuildMessage.Failure?) {
        var id: String?
        var failure: BuildMessage.Failure?
        for try await message in stream {
            // BuildKit's own text says nothing that its traces do not.
            if builder == .classic, let text = message.text { pass(state.withLock { $0.receive(text) }) }
            if let trace = message.trace { pass(traced.withLock { $0.receive(trace) }) }
            if message.isUnreadable { pass(traced.withLock { $0.receiveUnreadable() }) }
            if let progress = message.progress {
                pass([
                    .pull(
                        layer: progress.layer, status: progress.status, done: progress.current,
                        total: progress.total)
                ])
            }
            id = message.imageID ?? id
            failure = message.failure ?? failure
        }
        return (id, failure)
    }

    /// Takes what the builder says, also when the task is cancelled: then the engine is told, and the build's end awaited, because
    /// a step that copies or sets something is carried out all the same, and its image is to be removed.
    private func readToItsEnd(_ stream: BuildStream) async throws -> (id: String?, failure: BuildMessage.Failure?) {
        let reader = Task { try await read(stream) }
        let result = try await withTaskCancellationHandler {
            try await reader.value
        } onCancel: {
            output(.note("cancelled; the engine ends the step at hand"))
            Task {
                // Hanging up is enough, and is all that there is for the first builder.
                if builder == .buildKit { try? await engine.images.cancelBuild(processes.marker) }
                stream.hangUp()
                try? await Task.sleep(for: Self.endLimit)
                reader.cancel()
            }
        }
        try Task.checkCancellation()
        return result
    }

    /// The images that are there; nil when the engine does not say.
    static func images(
        on engine: EngineClient, all: Bool = false, filters: EngineFilters = EngineFilters()
    ) async -> [ImageSummary]? {
        // Podman's list fails when an image goes away while it is made, as it does for seconds on end where many do.
        try? await RetryPolicy(.every(pause), tries: 100).call(if: { ($0 as? EngineError)?.code == .serverError }) {
            try await engine.images.list(all: all, filters: filters)
        }
    }

    /// What the user's Docker configuration has for registries. A helper that fails is told, and fails no build that can do
    /// without it.
    private func credentials() async -> [RegistryCredentials] {
        do {
            return try await RegistryCredentialStore(environment: ProcessInfo.processInfo.environment).all()
        } catch {
            output(.note("building without registry credentials: \(error)"))
            return []
        }
    }

    private var request: ImageBuildRequest {
        var request = ImageBuildRequest(tags: [plan.reference])
        request.builder = builder
        if builder == .buildKit { request.id = processes.marker }
        request.dockerfile = plan.dockerfile
        request.target = plan.target
        request.arguments = plan.arguments
        // A plan's Dockerfile mostly sets them itself.
        let hasLabels = plan.extraFiles.contains { $0.path == plan.dockerfile }
        if !hasLabels { request.labels = plan.labels }
        // Those of BuildKit are pulled already.
        request.pullsBaseImages = builder == .classic && plan.pullsBaseImages
        request.usesCache = plan.usesCache
        if engine.kind == .podman { request.extraHosts = [processes.extraHost] }
        return request
    }

    private func pass(_ outputs: [BuildOutput]) { outputs.forEach(output) }
}
