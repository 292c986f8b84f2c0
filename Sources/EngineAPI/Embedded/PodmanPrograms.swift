/// Where Podman's own programs are, which are not in `PATH`.
package enum PodmanPrograms {
    /// The folders in which Podman looks (containers.conf(5), `helper_binaries_dir`), in the order in which an init process is found.
    static let folders = [
        "/usr/libexec/podman", "/usr/local/libexec/podman", "/usr/local/lib/podman", "/usr/lib/podman",
    ]

    /// Its init process, catatonit, where it can be.
    package static let initPaths = folders.map { "\($0)/catatonit" }
}
