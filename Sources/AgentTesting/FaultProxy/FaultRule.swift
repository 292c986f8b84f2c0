/// Which calls a fault strikes.
public struct FaultRule: Sendable, Hashable {
    /// How long a fault lasts.
    public enum Extent: String, Sendable, Hashable, CaseIterable {
        /// It strikes one call.
        case once
        /// It strikes that call and all that arrive after it, until ``FaultProxy/heal()``.
        case onwards
    }

    /// The first call that is struck, counted from 1 in the order of arrival.
    public var call: Int
    /// What happens to it.
    public var fault: Fault
    /// Whether it happens to later ones too.
    public var extent: Extent

    /// Creates a rule.
    public init(_ fault: Fault, at call: Int, _ extent: Extent = .once) {
        self.call = call
        self.fault = fault
        self.extent = extent
    }

    func strikes(_ index: Int) -> Bool { extent == .once ? index == call : index >= call }
}
