import Synchronization

/// A value that outlives the closures that change it.
final class Mutable<Value: Sendable>: Sendable {
    private let state: Mutex<Value>

    init(_ value: Value) { state = Mutex(value) }

    /// The value now.
    var value: Value { state.withLock(\.self) }

    /// Takes another value.
    func set(_ value: Value) { state.withLock { $0 = value } }

    /// Changes the value in one step: nobody else reads or changes it meanwhile.
    func update(_ change: (inout Value) -> Void) { state.withLock { change(&$0) } }
}
