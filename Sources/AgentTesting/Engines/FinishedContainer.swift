import AgentValues
public import EngineAPI

/// What a container of a test printed, and how it ended.
public struct FinishedContainer: Sendable {
    /// The exit code; 128 and a signal's number for a signal.
    public var code: Int
    /// Its standard output; with a terminal, all of its output.
    public var output: String
    /// Its standard error.
    public var errors: String
}

extension EngineClient {
    /// Runs a container of ``TestEngine/image`` to its end, and removes it.
    ///
    /// - Parameters:
    ///   - stem: goes into its name.
    ///   - command: what it runs.
    ///   - adjust: changes the configuration.
    ///   - body: is called with its id once it runs, such as to send it a signal.
    public func finishedTestContainer(
        _ stem: String, _ command: [String], adjust: (inout ContainerConfiguration) -> Void = { _ in },
        whileRunning body: (String) async throws -> Void = { _ in }
    ) async throws -> FinishedContainer {
        // Whether it has a terminal says how its log is to be read.
        var configuration = ContainerConfiguration(image: TestEngine.image, command: command)
        adjust(&configuration)
        let hasTerminal = configuration.hasTerminal ?? false
        return try await withTestContainer(stem, command, adjust: adjust) { id in
            let exit = try await containers.wait(id, condition: .nextExit)
            try await containers.start(id)
            try await body(id)
            let code = try await exit.exit().code
            var finished = FinishedContainer(code: code, output: "", errors: "")
            for try await frame in try await containers.logs(id, LogOptions(), tty: hasTerminal) {
                let text = String(decoding: frame.bytes, as: UTF8.self)
                if frame.stream == .stderr { finished.errors += text } else { finished.output += text }
            }
            return finished
        }
    }
}
