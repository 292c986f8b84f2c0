import EngineAPI

extension EngineRun {
    /// Waits until the container is ready; a container that dies ends the wait at once.
    func awaitReadiness(_ inspection: ContainerInspection, exit: PendingExit) async throws {
        try await ReadinessCheck(engine: engine, options: options, progress: observer.progress)
            .wait(for: inspection) {
                try await ExitWatch(engine: engine, container: inspection.id, pending: exit).code()
            }
    }
}
