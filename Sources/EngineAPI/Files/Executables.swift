import Glibc

/// Programs in `PATH`.
enum Executables {
    /// The first file of this name that may be executed, in `PATH` and then where system programs are.
    static func path(of name: String, environment: [String: String]) -> String? {
        searchPath(environment).split(separator: ":").lazy.map { "\($0)/\(name)" }
            .first { access($0, X_OK) == 0 && $0.hasPrefix("/") }
    }

    /// `PATH` and, after it, where system programs are: `su` and ordinary users have no `sbin` in theirs, where `iptables` is.
    static func searchPath(_ environment: [String: String]) -> String {
        [environment["PATH"] ?? "", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"]
            .filter { !$0.isEmpty }.joined(separator: ":")
    }
}

/// Where Podman's own programs are, which are not in `PATH`.
package enum PodmanPrograms {
    /// The folders in which Podman looks (containers.conf(5), `helper_binaries_dir`), in the order in which an init process is found.
    static let folders = [
        "/usr/libexec/podman", "/usr/local/libexec/podman", "/usr/local/lib/podman", "/usr/lib/podman",
    ]

    /// Its init process, catatonit, where it can be.
    package static let initPaths = folders.map { "\($0)/catatonit" }
}
