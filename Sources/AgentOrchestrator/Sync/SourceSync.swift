package import AgentRuntime
import Diagnostics
import EngineAPI
import Glibc
import HTTPTransport

/// Puts changed files of an agent into a container that was made from its image, as a build would have.
package struct SourceSync: Sendable {
    /// Why it cannot be done; a build can.
    package struct Refusal: Error, Sendable {
        package var reason: String

        /// - Parameter reason: why it cannot be done.
        package init(reason: String) { self.reason = reason }
    }

    let host: AgentHost
    let build: ImageBuildPlan
    /// The changed files, by their paths in the context.
    let paths: Set<String>

    /// - Parameters:
    ///   - host: where the containers run.
    ///   - build: how the agent's image is made.
    ///   - paths: the changed files, by their paths in the context.
    package init(host: AgentHost, build: ImageBuildPlan, paths: Set<String>) {
        self.host = host
        self.build = build
        self.paths = paths
    }

    private var engine: EngineClient { host.engine }

    /// Changes the files.
    ///
    /// - Throws: ``Refusal``, also for what the engine refuses; `CancellationError`. The container may have some of the changes then.
    func run(in container: String) async throws {
        guard let folder = build.syncFolder else { throw Refusal(reason: "its image is not known well enough") }
        do {
            try check(try await engine.containers.inspect(container), folder)
            let gone = await MainActor.run { paths.filter { !exists($0) } }
            if !gone.isEmpty { try await remove(gone.sorted().map { "\(folder)/\($0)" }, in: container) }
            guard gone.count < paths.count else { return }
            let rules = try IgnoreRules(lines: build.ignoreLines)
            let archive = BuildContext(
                folder: build.context, rules: rules, paths: paths.subtracting(gone), modes: .readable)
            try await engine.containers.extract(.stream(archive, length: nil), into: container, path: folder)
        } catch let error as EngineError where !error.isConnectionLost {
            throw Refusal(reason: ErrorRenderer.summary(of: error))
        } catch let error as BuildError {
            throw Refusal(reason: error.message)
        } catch let mistake as IgnoreRules.Mistake {
            throw Refusal(reason: "'\(mistake.text)' is no pattern")
        }
    }

    private func check(_ inspection: ContainerInspection, _ folder: String) throws(Refusal) {
        if inspection.host.readOnlyRootFilesystem == true { throw Refusal(reason: "its file system is read-only") }
        if inspection.state.isPaused { throw Refusal(reason: "it is paused") }
        let mounts = inspection.mounts.map(\.destination) + Array((inspection.host.tmpfs ?? [:]).keys)
        // What is below another mount is not what the image has there.
        let mount = mounts.first { $0 == folder || $0.hasPrefix(folder + "/") || folder.hasPrefix($0 + "/") }
        if let mount { throw Refusal(reason: "'\(mount)' is mounted") }
    }

    /// Whether there is a file, folder or link at a path of the context.
    private func exists(_ path: String) -> Bool {
        var status = stat()
        return lstat("\(build.context)/\(path)", &status) == 0
    }

    /// Removes paths of the container, as the owner of the image's files.
    private func remove(_ paths: [String], in container: String) async throws {
        guard try await engine.containers.inspect(container).state.isRunning else {
            throw Refusal(reason: "files are removed, and it does not run")
        }
        var program = host.program(["rm", "-rf", "--"] + paths, in: ContainerID(container), user: "0:0")
        program.codeLimit = .seconds(2)
        guard try await program.run(output: { _, _ in }) == 0 else {
            throw Refusal(reason: "files cannot be removed from it")
        }
    }
}

extension SourceSync {
    /// Changes the files, starts the container's command again and waits until it is ready.
    ///
    /// - Returns: why it is not ready, nil when it is.
    /// - Throws: ``Refusal``, `CancellationError`.
    package func run(in container: String, thenRestarting options: RunOptions) async throws -> String? {
        try await run(in: container)
        do {
            try await EngineRuntime(engine).restart(ContainerID(container), timeout: options.stopTimeout)
            switch try await RunningContainer(ContainerID(container), options: options, engine: engine).awaitReadiness()
            {
            case .ready: return nil
            case .notReady(let reason): return reason
            case .exited:
                let code = try await engine.containers.inspect(container).state.exitCode
                return "it ended with exit code \(code)"
            }
        } catch let error as EngineError where !error.isConnectionLost {
            throw Refusal(reason: ErrorRenderer.summary(of: error))
        }
    }
}
