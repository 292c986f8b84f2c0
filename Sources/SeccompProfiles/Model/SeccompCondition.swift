/// A comparison of one argument of a call with a number; all 64 bits count.
public struct SeccompCondition: Sendable, Hashable, Codable {
    /// How the argument and ``value`` are compared; the names are those of engines' profiles.
    public enum Comparison: String, Sendable, Hashable, Codable, CaseIterable {
        /// The argument is something else.
        case notEqual = "SCMP_CMP_NE"
        /// The argument is less.
        case less = "SCMP_CMP_LT"
        /// The argument is less, or the same.
        case lessOrEqual = "SCMP_CMP_LE"
        /// The argument is the same.
        case equal = "SCMP_CMP_EQ"
        /// The argument is greater, or the same.
        case greaterOrEqual = "SCMP_CMP_GE"
        /// The argument is greater.
        case greater = "SCMP_CMP_GT"
        /// The bits of the argument that ``SeccompCondition/value`` selects are those of
        /// ``SeccompCondition/secondValue``.
        case maskedEqual = "SCMP_CMP_MASKED_EQ"
    }

    /// Which argument, from 0 to 5.
    public var argument: UInt32
    /// How it is compared.
    public var comparison: Comparison
    /// What it is compared with; for ``Comparison/maskedEqual`` the mask.
    public var value: UInt64
    /// What the masked argument is compared with; 0 for every other comparison.
    public var secondValue: UInt64

    /// Compares an argument with a number.
    public init(argument: UInt32, _ comparison: Comparison, _ value: UInt64, _ secondValue: UInt64 = 0) {
        self.argument = argument
        self.comparison = comparison
        self.value = value
        self.secondValue = secondValue
    }

    /// The argument is `value`.
    public static func argument(_ argument: UInt32, is value: UInt64) -> SeccompCondition {
        SeccompCondition(argument: argument, .equal, value)
    }

    /// The bits of `mask` in the argument are `value`.
    public static func argument(_ argument: UInt32, masked mask: UInt64, is value: UInt64) -> SeccompCondition {
        SeccompCondition(argument: argument, .maskedEqual, mask, value)
    }

    /// Conditions of which one holds exactly when the low 32 bits of the argument are none of `values`.
    ///
    /// The kernel reads many arguments as 32 bits only, so a plain ``Comparison/notEqual`` over 64 bits is passed by setting a
    /// bit above them. These conditions walk down the bits: each is "as an excluded value so far, and here different".
    public static func lowHalf(of argument: UInt32, isNoneOf values: [UInt32]) -> [SeccompCondition] {
        var result: [SeccompCondition] = []
        var open = [(prefix: UInt32(0), mask: UInt32(0), values: Set(values))]
        while let (prefix, mask, values) = open.popLast() {
            if values.isEmpty {
                result.append(.argument(argument, masked: UInt64(mask), is: UInt64(prefix)))
            } else if mask != .max {
                // The mask's bits are set from the top; this is the first that is not.
                let bit = UInt32(1) << UInt32((~mask).bitWidth - 1 - (~mask).leadingZeroBitCount)
                let (ones, zeros) = (values.filter { $0 & bit != 0 }, values.filter { $0 & bit == 0 })
                open.append((prefix | bit, mask | bit, ones))
                open.append((prefix, mask | bit, zeros))
            }
        }
        return result
    }
}

extension SeccompCondition: CustomStringConvertible {
    /// The condition for people, such as `argument 0 is 2` or `argument 1 & 0xf is 1`.
    public var description: String {
        func hexadecimal(_ number: UInt64) -> String { number < 10 ? "\(number)" : "0x" + String(number, radix: 16) }
        let right = hexadecimal(value)
        return switch comparison {
        case .equal: "argument \(argument) is \(right)"
        case .notEqual: "argument \(argument) is not \(right)"
        case .less: "argument \(argument) < \(right)"
        case .lessOrEqual: "argument \(argument) <= \(right)"
        case .greater: "argument \(argument) > \(right)"
        case .greaterOrEqual: "argument \(argument) >= \(right)"
        case .maskedEqual: "argument \(argument) & \(right) is \(hexadecimal(secondValue))"
        }
    }
}
