import Glibc

/// Questions about files of this host.
enum HostFile {
    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }
}
