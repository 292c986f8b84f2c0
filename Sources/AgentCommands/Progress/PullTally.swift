import AgentValues

/// How much of an image is there, summed over its layers.
struct PullTally: Sendable, Hashable {
    private struct Layer: Hashable {
        /// What the engine says while it counts the bytes that arrive; what it says afterwards counts something else.
        var status: String
        var done: Int64
        var total: Int64
    }

    private var layers: [String: Layer] = [:]

    /// Whether any bytes were told of.
    var isEmpty: Bool { layers.isEmpty }
    /// The bytes that have arrived.
    var done: Int64 { layers.values.reduce(0) { $0 + $1.done } }
    /// The bytes of the layers that have begun; it grows as layers begin.
    var total: Int64 { layers.values.reduce(0) { $0 + $1.total } }

    /// Takes what the engine says about a layer.
    mutating func note(layer: String?, status: String, done: Int64?, total: Int64?) {
        guard let name = layer else { return }
        if let known = layers[name] {
            // Unpacking counts the same bytes again, from 0; they have all arrived.
            guard known.status == status else {
                layers[name]?.done = known.total
                return
            }
            guard let done else { return }
            layers[name]?.total = max(known.total, total ?? 0, done)
            layers[name]?.done = done
        } else if let done, let total, total > 0 {
            layers[name] = Layer(status: status, done: min(done, total), total: total)
        }
    }

    /// `12.3Mi of 45.6Mi`; nil before the first bytes.
    var text: String? {
        isEmpty ? nil : "\(Quantity.approximate(done)) of \(Quantity.approximate(total))"
    }
}
