extension ContainerEndpoints {
    /// What a container uses now: `GET /containers/{id}/stats?stream=0`.
    ///
    /// Docker takes a second for the sample before; Podman answers at once without one.
    public func stats(_ id: String) async throws -> ContainerStats {
        var call = EngineCall.get("/containers/{id}/stats", id, to: "read the usage of container")
        call.query.add(explicit: "stream", false)
        return try await engine.decode(from: call)
    }

    /// What a container uses, every second (Podman: every five) until it is removed: `GET /containers/{id}/stats`.
    ///
    /// The sample before is filled in where the engine leaves it out. A container that has ended gives samples without a time
    /// on Docker, and the end of the stream on Podman.
    public func statsStream(_ id: String) async throws -> ContainerStatsStream {
        var call = EngineCall.get("/containers/{id}/stats", id, to: "read the usage of container", limit: .stream)
        call.query.add(explicit: "stream", true)
        return ContainerStatsStream(samples: JSONStream(bytes: try await engine.stream(call)))
    }
}

/// Samples of a container's usage as they come. For one reader; dropping it ends the request.
public struct ContainerStatsStream: AsyncSequence, Sendable {
    let samples: JSONStream<ContainerStats>

    /// Begins reading.
    public func makeAsyncIterator() -> Iterator { Iterator(samples: samples.makeAsyncIterator()) }

    /// Reads a ``ContainerStatsStream``.
    public struct Iterator: AsyncIteratorProtocol {
        var samples: JSONStream<ContainerStats>.Iterator
        private var last: ContainerStats?

        init(samples: JSONStream<ContainerStats>.Iterator) { self.samples = samples }

        /// The next sample, or nil at the end.
        public mutating func next() async throws -> ContainerStats? {
            guard var sample = try await samples.next() else { return nil }
            if sample.previousTime == nil, let last {
                sample.previousTime = last.time
                sample.previousCPU = last.cpu
            }
            last = sample
            return sample
        }
    }
}
