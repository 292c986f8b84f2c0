import Diagnostics
import EngineAPI

/// Turns failures into errors that end the search.
extension ImageBuild {
    /// What is known of where a build failed.
    private struct Place {
        /// The step that failed; nil where it was before the first.
        var step: BuildTranscript.Step?
        /// The last lines that it printed.
        var tail: [String]
    }

    private var place: Place {
        switch builder {
        case .classic: Place(step: transcript.step, tail: transcript.tail)
        case .buildKit: Place(step: trace.failedStep, tail: trace.tail)
        }
    }

    private var counting: DockerfileOutline.Counting {
        if builder == .buildKit { return .layers }
        return engine.kind == .docker ? .file : .stage
    }

    /// The error for a step that failed.
    func failed(_ failure: BuildMessage.Failure) async throws -> BuildError {
        let place = self.place
        if place.step?.isFrom != false, let image = try await missingBaseImage() {
            return missing(image, details: [failure.message])
        }
        var message = "\(plan.agent): building the image failed"
        if let step = place.step {
            message = "\(plan.agent): step \(step.number)/\(step.count) of the build failed"
            if let code = failure.exitCode { message += " with exit code \(code)" }
            message += ": \(step.instruction)"
        }
        var details = excerpt(of: place.step, failure.message) + [failure.message]
        if !place.tail.isEmpty { details += ["the last lines of the step:"] + place.tail.map { "  " + $0 } }
        return BuildError(.stepFailed, message, details: details, hint: place.step == nil ? heredocHint : nil)
    }

    /// The Dockerfile's lines that failed.
    private func excerpt(of step: BuildTranscript.Step?, _ words: String) -> [String] {
        let outline = dockerfile.outline
        let lines =
            if let step {
                outline.lines(of: step, counting: counting, target: plan.target)
            } else {
                // Where no line is named, what the builder is known not to read.
                outline.line(namedIn: words, of: dockerfile.sent)
                    ?? (heredocHint == nil ? nil : outline.instructions.first { !$0.heredocs.isEmpty }?.lines)
            }
        return lines.map { outline.excerpt(of: $0, file: plan.dockerfile) } ?? []
    }

    /// Old builders take the lines of a heredoc for instructions.
    private var heredocHint: String? {
        guard dockerfile.outline.hasHeredocs, dockerfile.outline.directives.syntax == nil else { return nil }
        return engine.kind == .docker
            ? "this heredoc needs Docker 23 or newer; with an older one, write `# syntax=docker/dockerfile:1` as the first line"
            : "a heredoc needs Podman 4.9 or newer"
    }

    /// The first base image that the engine does not have.
    private func missingBaseImage() async throws -> String? {
        for image in plan.baseImages {
            do {
                _ = try await engine.images.inspect(image)
            } catch let error as EngineError where error.code == .notFound {
                return image
            }
        }
        return nil
    }

    /// The error for a request that failed: what went wrong with the folder's files comes first, because the engine only
    /// saw a broken archive then.
    func explained(_ error: any Error) -> any Error {
        if error is CancellationError || Task.isCancelled { return CancellationError() }
        if let error = Self.buildError(in: error, depth: 0) { return error }
        let words = (error as? EngineError)?.engineMessage
        return BuildError(
            .engine, "\(plan.agent): the engine could not build the image",
            details: words.map { excerpt(of: nil, $0) } ?? [], hint: words.flatMap { _ in heredocHint },
            underlying: [error])
    }

    private static func buildError(in error: any Error, depth: Int) -> BuildError? {
        if let error = error as? BuildError { return error }
        guard depth < 8, let error = error as? any ReportableError else { return nil }
        for cause in error.underlying {
            if let found = buildError(in: cause, depth: depth + 1) { return found }
        }
        return nil
    }
}
