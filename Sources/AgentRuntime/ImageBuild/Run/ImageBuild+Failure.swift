import Diagnostics
import EngineAPI

/// Turns failures into errors that end the search.
extension ImageBuild {
    /// The error for a step that failed.
    func failed(_ failure: BuildMessage.Failure) async throws -> BuildError {
        let transcript = self.transcript
        if transcript.step?.isFrom != false, let image = try await missingBaseImage() {
            return BuildError(
                .baseImageMissing, "\(plan.agent): the base image '\(image)' is not on the engine and cannot be pulled",
                details: [failure.message],
                hint: plan.dockerfileText == nil
                    ? "pull or load it first, or change FROM in '\(plan.dockerfile)'"
                    : "name another with --base-image, or build a substitute from the sources in images/")
        }
        var message = "\(plan.agent): building the image failed"
        if let step = transcript.step {
            message = "\(plan.agent): step \(step.number)/\(step.count) of the build failed"
            if let code = failure.exitCode { message += " with exit code \(code)" }
            message += ": \(step.instruction)"
        }
        var details = [failure.message]
        if !transcript.tail.isEmpty { details += ["the last lines of the step:"] + transcript.tail.map { "  " + $0 } }
        return BuildError(.stepFailed, message, details: details)
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
        return BuildError(.engine, "\(plan.agent): the engine could not build the image", underlying: [error])
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
