package import AgentValues
package import EngineAPI

/// A program that runs in a container beside process 1, to its end.
package struct ContainerProgram: Sendable {
    package let engine: EngineClient
    /// The container's id.
    package let container: String
    package let configuration: ExecConfiguration
    /// How long the engine may take to note the exit status after the output's end; nil: for ever.
    package var codeLimit: Duration?

    /// - Parameter user: who runs it; the container's own user unless given.
    package init(
        _ words: [String], in container: String, of engine: EngineClient, user: String? = nil, takesInput: Bool = false
    ) {
        self.engine = engine
        self.container = container
        configuration = ExecConfiguration(
            words, workingDirectory: user == nil ? nil : "/", user: user, attachesStandardInput: takesInput)
    }

    /// Runs it.
    ///
    /// - Parameter input: what it gets on standard input, where it takes any.
    /// - Returns: its exit status; 126 or 127 when there is no such program, -1 when the engine did not note it in time.
    /// - Throws: `EngineError`, `CancellationError`, or what the closures throw.
    package func run(
        input: (any AsyncSequence<[UInt8], any Error> & Sendable)? = nil,
        output: @escaping @Sendable ([UInt8], LogFrame.Stream) async throws -> Void
    ) async throws -> Int32 {
        let id = try await engine.exec.create(in: container, configuration)
        let stream = try await engine.exec.start(id, tty: false)
        defer { stream.close() }
        try await withThrowingTaskGroup(of: Bool.self) { group in
            if let input {
                group.addTask {
                    try await Self.feed(input, to: stream)
                    return false
                }
            }
            group.addTask {
                for try await frame in stream.frames { try await output(frame.bytes, frame.stream) }
                return true
            }
            // What it has not read when its output ends it never will.
            while let isOutputComplete = try await group.next() {
                if isOutputComplete { return group.cancelAll() }
            }
        }
        return try await engine.exec.exitCode(of: id, within: codeLimit) ?? -1
    }

    private static func feed(
        _ input: any AsyncSequence<[UInt8], any Error> & Sendable, to stream: AttachedStream
    ) async throws {
        do {
            for try await piece in input { try await stream.write(piece) }
            try await stream.closeWrite()
        } catch let error as EngineError where error.code == .transport {
            // It may end before its input does; whether it did, its output and its status say.
        }
    }
}

extension ExecEndpoints {
    /// The exit code of a command whose output has ended: it may end later itself, and engines note the code a moment later still.
    ///
    /// - Parameter limit: how long to wait; for ever unless given.
    /// - Returns: nil when there is none within the limit.
    package func exitCode(of id: String, within limit: Duration? = nil) async throws -> Int32? {
        let policy = RetryPolicy(Backoff(from: .milliseconds(5), to: .milliseconds(500)), limit: limit)
        return try await policy.poll { try await inspect(id).exitCode.map { Int32(clamping: $0) } }
    }
}
