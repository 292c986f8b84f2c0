/// A version of runc, and whether its known way out of containers is closed.
///
/// CVE-2024-21626 lets a container's process reach the host's files. runc 1.1.12 closed it; distributions have closed it in older
/// versions too, of which Debian 12's is known here.
struct RuncRelease: Sendable, Hashable {
    /// As the engine writes it, such as `1.1.5+ds1`.
    let version: String
    /// The distribution's package, such as `1.1.5+ds1-1+deb12u1`; nil where the engine does not say.
    let package: String?

    /// - Parameters:
    ///   - version: text with a version in it, such as `runc version 1.1.5+ds1`.
    ///   - package: text with the package's version in it, such as `runc_1.1.5+ds1-1+deb12u1_amd64`.
    init(version: String, package: String?) {
        self.version = version.split(separator: " ").last { $0.first?.isNumber == true }.map(String.init) ?? version
        self.package = package.flatMap { text in
            text.split(separator: "_").first { $0.first?.isNumber == true }.map(String.init)
        }
    }

    private static let firstFixed = [1, 1, 12]
    private static let debian12 = (package: "1.1.5+ds1-1+deb12u", firstFixed: 1)

    /// nil when the version cannot be understood.
    var isFixed: Bool? {
        let core = version.prefix { $0.isNumber || $0 == "." }
        let numbers = core.split(separator: ".").compactMap { Int($0) }
        guard numbers.count == 3 else { return nil }
        if !numbers.lexicographicallyPrecedes(Self.firstFixed) { return true }
        guard let package, package.hasPrefix(Self.debian12.package),
            let revision = Int(package.dropFirst(Self.debian12.package.count).prefix { $0.isNumber })
        else { return false }
        return revision >= Self.debian12.firstFixed
    }

    /// What `doctor` says about it.
    var finding: Finding {
        let name = package ?? version
        switch isFixed {
        case true?: return .ok("runc", name)
        case nil: return .warn("runc", "\(name): the version cannot be understood", remedy: nil)
        case false?:
            return .warn(
                "runc",
                "\(name) lets agents out of their containers (CVE-2024-21626), unless its distribution has fixed it",
                remedy: "upgrade runc to 1.1.12 or newer, or to your distribution's security update")
        }
    }
}
