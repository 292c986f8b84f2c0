import AgentOrchestrator
import Synchronization

/// The latest sample of each container, in a fixed order.
final class UsageBoard: Sendable {
    private let samples: Mutex<[UsageSample?]>

    init(count: Int) { samples = Mutex(Array(repeating: nil, count: count)) }

    /// Replaces the sample of a container; nil when the container has ended.
    func put(_ sample: UsageSample?, at index: Int) { samples.withLock { $0[index] = sample } }

    /// Those that there are.
    var current: [UsageSample] { samples.withLock { $0.compactMap(\.self) } }
}
