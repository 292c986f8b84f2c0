/// Something that tests beside each other share: it is made for the first of them, and removed after the last.
actor SharedFixture {
    private var users = 0
    /// The last making or removal; each waits for the one before it.
    private var change: Task<Void, any Error>?

    /// Runs `body` while it is there.
    nonisolated func using(
        make: @escaping @Sendable () async throws -> Void, remove: @escaping @Sendable () async -> Void,
        during body: () async throws -> Void
    ) async throws {
        do {
            try await acquire(make)
            try await body()
            await release(remove)
        } catch {
            await release(remove)
            throw error
        }
    }

    private func acquire(_ make: @escaping @Sendable () async throws -> Void) async throws {
        users += 1
        if users == 1 { change = following(make) }
        try await change?.value
    }

    private func release(_ remove: @escaping @Sendable () async -> Void) async {
        users -= 1
        guard users == 0 else { return }
        let removal = following(remove)
        change = removal
        _ = try? await removal.value
    }

    /// In a task of its own, which the end of a test does not cancel.
    private func following(_ next: @escaping @Sendable () async throws -> Void) -> Task<Void, any Error> {
        let previous = change
        return Task {
            _ = try? await previous?.value
            try await next()
        }
    }
}
