extension Sequence where Element: Sendable {
    /// The results of an operation on every element, in the elements' order; at most `limit` run at the same time.
    ///
    /// The first error cancels the others and is thrown.
    package func concurrently<Value: Sendable>(
        limit: Int = 16, _ operation: @escaping @Sendable (Element) async throws -> Value
    ) async throws -> [Value] {
        try await withThrowingTaskGroup(of: (Int, Value).self) { group in
            var results: [Int: Value] = [:]
            var running = 0
            for (index, element) in enumerated() {
                if running == limit, let (finished, value) = try await group.next() {
                    results[finished] = value
                    running -= 1
                }
                group.addTask {
                    let value = try await operation(element)
                    return (index, value)
                }
                running += 1
            }
            for try await (finished, value) in group { results[finished] = value }
            return results.sorted { $0.key < $1.key }.map(\.value)
        }
    }
}
