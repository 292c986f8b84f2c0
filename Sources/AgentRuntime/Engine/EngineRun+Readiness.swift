import AgentManifest
import EngineAPI

extension EngineRun {
    private static let settleTime = Duration.milliseconds(300)
    private static let logLines = 20

    /// Waits until the container is ready; a container that dies ends the wait at once.
    func awaitReadiness(_ inspection: ContainerInspection, image: ImageInspection, exit: PendingExit) async throws {
        let probe = options.readiness ?? defaultProbe(for: image)
        // A command that ends at once is no failure for whoever waits for the start alone.
        guard probe != .started else { return observer.progress(.ready(after: .zero)) }
        let check = probe.check.description
        observer.progress(.probing(check: check, last: nil))
        let prober: any Prober
        do { prober = try probe.prober(for: ProbeTarget(engine: engine, inspection: inspection)) } catch {
            throw RuntimeError(
                .unsupported, agent: agent, "the readiness probe cannot be used", underlying: [error])
        }
        let waiter = ReadinessWaiter(probe: probe, timeout: options.readinessTimeout, clock: ContinuousClock()) {
            observer.progress(.probing(check: check, last: $0))
        }
        switch try await waiter.wait(for: prober, exit: { try await exit.exit().code }) {
        case .ready(let elapsed):
            // A container that died meanwhile has lost its address, and somebody else may answer there.
            let state = try await engine.containers.inspect(inspection.id).state
            guard state.isRunning else { throw await exitError(container: inspection.id, code: state.exitCode) }
            observer.progress(.ready(after: elapsed))
        case .exited(let code):
            throw await exitError(container: inspection.id, code: code)
        case .unhealthy(let failures, let last):
            throw await notReady(
                .unhealthy, "is unhealthy: \(failures) failures of \(check) in a row", last, container: inspection.id)
        case .timedOut(let limit, let last):
            throw await notReady(
                .notReadyInTime, "was not ready within \(limit.brief) (\(check))", last, container: inspection.id)
        }
    }

    /// The image's own HEALTHCHECK, else whether the container goes on running.
    private func defaultProbe(for image: ImageInspection) -> Probe {
        guard let health = image.configuration?.healthCheck, health.isEnabled else {
            return Probe(.running(duration: Seconds(wrappedValue: Self.settleTime)), startPeriod: .zero)
        }
        return Probe(
            .engine, interval: health.interval ?? .seconds(30), timeout: health.timeout ?? .seconds(30),
            retries: health.retries ?? 3, startPeriod: health.startPeriod ?? .zero)
    }

    private func notReady(
        _ code: RuntimeError.Code, _ message: String, _ last: String?, container: String
    ) async -> RuntimeError {
        RuntimeError(
            code, agent: agent, message,
            details: (last.map { ["last answer: \($0)"] } ?? []) + (await logTail(of: container)),
            hint: "check spec.healthCheck; a slow start wants a longer startPeriod or --wait-timeout")
    }

    /// Why the container's command ended, with the end of its output.
    func exitError(container: String, code: Int) async -> RuntimeError {
        let state = try? await engine.containers.inspect(container).state
        let memory = options.resources.memory
        let tail = await logTail(of: container)
        // Not every engine on every kernel notes a kill for want of memory; nobody but the kernel kills a container that only we know.
        if let memory, state?.wasOOMKilled == true || code == 128 + 9 {
            return RuntimeError(
                .outOfMemory, agent: agent,
                "was OOM-killed at its memory limit of \(Quantity.binary(memory)) (exit code \(code))",
                details: tail, hint: "raise spec.resources.limits.memory, or use less memory")
        }
        return RuntimeError(
            .exited, agent: agent, "ended with exit code \(code) before it was ready",
            details: (state.map(\.error).flatMap { $0.isEmpty ? nil : ["the engine says: \($0)"] } ?? []) + tail,
            hint: "its output above says why; 'command' and 'args' of the manifest are what it runs")
    }

    /// The last lines that the container printed.
    private func logTail(of container: String) async -> [String] {
        let lines = await LogTail(engine: engine, lines: Self.logLines).read(container, tty: options.terminal)
        return lines.isEmpty ? ["it printed nothing"] : ["its last output:"] + lines.map { "  \($0)" }
    }
}
