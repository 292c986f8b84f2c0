import Glibc

/// What this host's kernel says of itself: uname(2).
enum HostSystem {
    /// The processor, such as `x86_64`.
    static var processor: String { field(\.machine) }

    /// What the host calls itself.
    static var name: String { field(\.nodename) }

    private static func field<Text>(_ field: KeyPath<utsname, Text>) -> String {
        var system = utsname()
        guard uname(&system) == 0 else { return "" }
        return withUnsafeBytes(of: system[keyPath: field]) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
    }
}
