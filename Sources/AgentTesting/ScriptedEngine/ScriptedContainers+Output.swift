internal import AgentValues
internal import EngineAPI
internal import FoundationEssentials
internal import Synchronization

/// What containers print, and what they use.
extension ScriptedContainers {
    private static let streamType = "application/vnd.docker.multiplexed-stream"

    func playOutput(on engine: ScriptedEngine) {
        on("GET /containers/*/logs", of: engine) { [self] container, call in
            let cut = self.engine.withLock { engine in engine.cuts.isEmpty ? nil : engine.cuts.removeFirst() }
            let seen = self.engine.withLock { (breaks: $0.breaks, pieces: container.output.count) }
            let first = Self.wanted(container.output, call)
            guard call.isOn("follow") || cut != nil else {
                let body = first.flatMap { container.frame($0, hasTimes: call.isOn("timestamps")) }
                return ScriptedAnswer(body: body, contentType: Self.streamType)
            }
            return .script { [self] connection in
                try connection.sendHead(Self.streamType)
                var (left, next, read) = (cut ?? .max, first, seen.pieces)
                while true {
                    for piece in next {
                        guard left > 0 else { return }
                        left -= 1
                        try connection.sendChunk(container.frame(piece, hasTimes: call.isOn("timestamps")))
                    }
                    guard left > 0 else { return }
                    let (now, changed) = self.engine.withLock { engine in
                        (engine.index(of: container.id).map { engine.containers[$0] }, engine.changed)
                    }
                    next = (now?.output.dropFirst(read)).map { Self.wanted(Array($0), call) } ?? []
                    read = now?.output.count ?? read
                    guard next.isEmpty else { continue }
                    guard now?.isRunning == true, call.isOn("follow") else { return try connection.sendLastChunk() }
                    guard self.engine.withLock(\.breaks) == seen.breaks, let changed else { return }
                    try connection.wait(for: changed)
                }
            }
        }
    }

    /// The pieces that a call asks for.
    private static func wanted(
        _ output: [(time: EngineTime, frame: LogFrame)], _ call: ScriptedCall
    ) -> [(time: EngineTime, frame: LogFrame)] {
        func time(_ name: String) -> EngineTime? {
            let parts = (call.parameter(name) ?? "").split(separator: ".").map { Int64($0) ?? 0 }
            return parts.first.map { EngineTime(seconds: $0, nanoseconds: parts.count > 1 ? parts[1] : 0) }
        }
        let (since, until) = (time("since"), time("until"))
        let found = output.filter { piece in
            (since.map { piece.time >= $0 } ?? true) && (until.map { piece.time < $0 } ?? true)
                && call.isOn(piece.frame.stream == .stderr ? "stderr" : "stdout")
        }
        guard let tail = call.parameter("tail").flatMap({ Int($0) }) else { return found }
        return found.suffix(tail)
    }

    /// Half a processor, 64 MiB of which 16 can be had back, and one process.
    func playUsage(on engine: ScriptedEngine) {
        on("GET /containers/*/stats", of: engine) { [self] container, call in
            guard call.isOn("stream") else { return .json(Self.sample(container)) }
            return .script { [self] connection in
                try connection.sendHead("application/json")
                try connection.sendChunk(Array(Self.sample(container).utf8))
                while true {
                    let (now, changed) = self.engine.withLock { engine in
                        (engine.index(of: container.id).map { engine.containers[$0] }, engine.changed)
                    }
                    guard let now, now.isRunning, let changed else { break }
                    try connection.wait(for: changed)
                }
                try connection.sendChunk(Array("{}".utf8))
                try connection.sendLastChunk()
            }
        }
        on("GET /containers/*/top", of: engine) { container, _ in
            guard container.isRunning else { return .notRunning }
            return .json(#"{"Titles":["PID","CMD"],"Processes":[["\#(container.number)","serve"]]}"#)
        }
    }

    private static func sample(_ container: ScriptedContainer) -> String {
        guard container.isRunning else { return #"{"name":"/\#(container.name)"}"# }
        let now = EngineTime.now
        return """
            {"name":"/\(container.name)","read":"\(now)","preread":"\(EngineTime(
                seconds: now.seconds - 1, nanoseconds: now.nanoseconds))",
             "cpu_stats":{"cpu_usage":{"total_usage":1500000000}},"precpu_stats":{"cpu_usage":{"total_usage":1000000000}},
             "memory_stats":{"usage":67108864,"limit":\(container.configuration.host?.memory ?? 1 << 30),
             "stats":{"inactive_file":16777216}},"pids_stats":{"current":1,"limit":100},
             "networks":{"eth0":{"rx_bytes":10,"tx_bytes":20},"eth1":{"rx_bytes":1,"tx_bytes":2}}}
            """
    }
}

extension RawConnection {
    /// Begins an answer of chunks, the last one on this connection: it ends with the script.
    func sendHead(_ contentType: String) throws {
        try send(
            "HTTP/1.1 200 OK\r\nContent-Type: \(contentType)\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
        )
    }
}
