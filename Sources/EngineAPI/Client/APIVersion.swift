/// A version of the Engine API, such as `1.41`.
public struct APIVersion: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The part before the dot.
    public var major: Int
    /// The part after the dot.
    public var minor: Int

    /// Creates a version from its two parts.
    public init(_ major: Int, _ minor: Int) {
        self.major = major
        self.minor = minor
    }

    /// Parses `1.41`; nil for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let major = Int(parts[0]), let minor = Int(parts[1]), major >= 0, minor >= 0 else {
            return nil
        }
        self.init(major, minor)
    }

    /// The newest version whose answers this package knows.
    public static let newest = APIVersion(1, 45)
    /// The oldest version this package speaks; engines below it are refused.
    public static let oldest = APIVersion(1, 40)

    /// The version to speak with an engine that offers `theirs` at most, or nil when it is too old.
    public static func negotiated(with theirs: APIVersion) -> APIVersion? {
        theirs < oldest ? nil : min(theirs, newest)
    }

    /// Orders by major, then minor.
    public static func < (a: APIVersion, b: APIVersion) -> Bool { (a.major, a.minor) < (b.major, b.minor) }
    /// `major.minor`.
    public var description: String { "\(major).\(minor)" }
}
