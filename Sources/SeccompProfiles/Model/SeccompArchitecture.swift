/// A kind of processor, whose calls have numbers of their own; named as libseccomp names it, such as `x86_64`.
public struct SeccompArchitecture: RawRepresentable, Sendable, Hashable, Codable {
    /// The name, lower case.
    public var rawValue: String

    /// An architecture by libseccomp's name; ``SeccompProfile/check()`` tells whether there is such a one.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// 64-bit Intel and AMD.
    public static let x86_64 = SeccompArchitecture(rawValue: "x86_64")
    /// 64-bit Arm.
    public static let aarch64 = SeccompArchitecture(rawValue: "aarch64")

    /// The one that this program was built for.
    public static var host: SeccompArchitecture {
        #if arch(arm64)
            .aarch64
        #else
            .x86_64
        #endif
    }

    /// The architecture that an engine calls by this name in its information or an image's: `amd64` and `arm64` are known too.
    public init(engine name: String) {
        switch name.lowercased() {
        case "amd64", "x86_64", "x86-64": self = .x86_64
        case "arm64", "aarch64", "arm64/v8": self = .aarch64
        case let other: self.init(rawValue: other)
        }
    }

    /// Its name in an engine's profile, such as `SCMP_ARCH_X86_64`.
    public var engineName: String { "SCMP_ARCH_\(rawValue.uppercased())" }

    /// The architectures of engines' profiles, for suggestions.
    static let known = [
        "x86_64", "x86", "x32", "arm", "aarch64", "mips", "mips64", "mips64n32", "mipsel", "mipsel64", "mipsel64n32",
        "ppc", "ppc64", "ppc64le", "s390", "s390x", "parisc", "parisc64", "riscv64",
    ]
}
