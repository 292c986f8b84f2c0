import EngineAPI
import FoundationEssentials

/// What a build does for BuildKit, which has no session to ask for it.
extension ImageBuild {
    /// Which builder carries a plan out: BuildKit where the engine has it. Docker's first builder keeps three tasks: engines without
    /// BuildKit; a Dockerfile that its own COPY must not see, because BuildKit removes nothing from an archive; and one that starts from
    /// an image's id.
    static func builder(
        for plan: ImageBuildPlan, _ outline: DockerfileOutline, on engine: EngineClient
    ) -> ImageBuildRequest.Builder {
        guard engine.hasBuildKit else { return .classic }
        return outline.needsBuildKit || !plan.hidesDockerfile && !outline.namesImagesByID ? .buildKit : .classic
    }

    /// - Throws: ``BuildError`` with `unsupported` where a step wants a secret or an SSH agent.
    func refuseClientMounts() throws {
        guard builder == .buildKit, let mount = dockerfile.outline.clientMount else { return }
        throw BuildError(
            .unsupported,
            "\(plan.agent): the Dockerfile wants `--mount=type=\(mount.type)`, which needs a build session that is not offered",
            details: dockerfile.outline.excerpt(of: mount.lines, file: plan.dockerfile),
            hint:
                "build the image with `docker build` and name it in spec.image, or take the mount out of the Dockerfile"
        )
    }

    /// Pulls what the build needs and the engine does not have, since BuildKit has no credentials for registries.
    ///
    /// - Throws: ``BuildError`` with `baseImageMissing`.
    func pullImages() async throws {
        guard builder == .buildKit else { return }
        let outline = dockerfile.outline
        if let syntax = outline.directives.syntax {
            try await pull(syntax) { details in
                BuildError(
                    .baseImageMissing,
                    "\(plan.agent): the Dockerfile's builder '\(syntax)' is not on the engine and cannot be pulled",
                    details: outline.excerpt(
                        of: outline.directives.syntaxLine...outline.directives.syntaxLine, file: plan.dockerfile)
                        + details,
                    hint: "pull or load it first, or take the line out: the engine's own builder is used then")
            }
        }
        for image in outline.images(for: plan.target).names {
            try await pull(image) { missing(image, details: $0) }
        }
    }

    private func pull(_ image: String, failure: ([String]) -> BuildError) async throws {
        do {
            if !plan.pullsBaseImages {
                do {
                    _ = try await engine.images.inspect(image)
                    return
                } catch let error as EngineError where error.code == .notFound {}
            }
            let credentials = await credentials(for: image)
            for try await step in try await engine.images.pull(image, credentials: credentials) {
                output(.pull(layer: step.layer, status: step.status, done: step.current, total: step.total))
            }
        } catch let error as EngineError {
            throw failure([error.engineMessage ?? error.summary])
        }
    }

    private func credentials(for image: String) async -> RegistryCredentials? {
        do {
            let registries = RegistryCredentialStore(environment: ProcessInfo.processInfo.environment)
            return try await registries.credentials(for: ImageReference(image))
        } catch {
            output(.note("pulling '\(image)' without registry credentials: \(error)"))
            return nil
        }
    }

    /// The error for an image that is not there.
    func missing(_ image: String, details: [String]) -> BuildError {
        BuildError(
            .baseImageMissing, "\(plan.agent): the base image '\(image)' is not on the engine and cannot be pulled",
            details: details,
            hint: plan.dockerfileText == nil
                ? "pull or load it first, or change FROM in '\(plan.dockerfile)'"
                : "name another with --base-image, or build a substitute from the sources in images/")
    }
}
