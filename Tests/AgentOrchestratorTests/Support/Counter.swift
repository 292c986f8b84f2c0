import Synchronization

/// A number that many tasks change.
final class Counter: Sendable {
    private let number = Mutex(0)

    var value: Int { number.withLock(\.self) }

    /// - Returns: the new number.
    func add(_ summand: Int) -> Int {
        number.withLock { number in
            number += summand
            return number
        }
    }

    func raise(to other: Int) { number.withLock { $0 = max($0, other) } }
}
