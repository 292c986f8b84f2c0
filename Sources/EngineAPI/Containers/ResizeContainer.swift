/// The size of a terminal, in characters.
public struct TerminalSize: Sendable, Hashable {
    /// Characters in a line.
    public var columns: Int
    /// Lines.
    public var rows: Int

    /// Creates a size.
    public init(columns: Int, rows: Int) {
        self.columns = columns
        self.rows = rows
    }
}

extension ContainerEndpoints {
    /// Tells a container's terminal its size: `POST /containers/{id}/resize`.
    public func resize(_ id: String, to size: TerminalSize) async throws {
        var call = EngineCall.post("/containers/{id}/resize", id, to: "resize the terminal of container")
        call.query.add(size)
        try await engine.perform(call)
    }
}

extension Query {
    mutating func add(_ size: TerminalSize) {
        add("h", size.rows)
        add("w", size.columns)
    }
}
