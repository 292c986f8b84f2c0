import CSeccomp
import Glibc

/// What the installed libseccomp knows: names, numbers, architectures.
enum SeccompLibrary {
    /// libseccomp's token for an architecture; nil for one that it does not know.
    static func token(_ architecture: SeccompArchitecture) -> UInt32? {
        let token = seccomp_arch_resolve_name(architecture.rawValue)
        return token == 0 ? nil : token
    }

    /// A call's number.
    enum Number: Hashable {
        /// The architecture has the call.
        case real(Int32)
        /// Only other architectures have it; libseccomp then gives it a number below 0.
        case elsewhere(Int32)
    }

    /// The number of a call on an architecture; nil when no architecture has such a call.
    static func number(of call: String, on token: UInt32) -> Number? {
        let number = seccomp_syscall_resolve_name_arch(token, call)
        if number >= 0 { return .real(number) }
        return number == -1 ? nil : .elsewhere(number)
    }

    /// The name of the call with a number; nil where there is none.
    static func name(of number: Int32, on token: UInt32) -> String? {
        guard let name = seccomp_syscall_resolve_num_arch(token, number) else { return nil }
        defer { free(name) }
        return String(cString: name)
    }

    /// The names of all calls of an architecture.
    static func calls(on token: UInt32) -> Set<String> {
        var names: Set<String> = []
        // Linux numbers its calls below 1024; the 32-bit halves of MIPS begin at 4000, 5000 and 6000.
        for base: Int32 in [0, 4000, 5000, 6000] {
            for number in base..<base + 1000 {
                if let name = name(of: number, on: token) { names.insert(name) }
            }
        }
        return names
    }

    /// Every call that one of the usual architectures has, for suggestions.
    static let usualCalls: Set<String> = ["x86_64", "x86", "aarch64", "arm"].reduce(into: []) { names, architecture in
        if let token = token(SeccompArchitecture(rawValue: architecture)) { names.formUnion(calls(on: token)) }
    }

    /// Calls of Linux 6.5 and newer, which libseccomp 2.5 does not know and profiles of engines name already.
    static let newerCalls: Set<String> = [
        "cachestat", "fchmodat2", "file_getattr", "file_setattr", "futex_requeue", "futex_wait", "futex_wake",
        "getxattrat", "listmount", "listns", "listxattrat", "lsm_get_self_attr", "lsm_list_modules",
        "lsm_set_self_attr",
        "map_shadow_stack", "mseal", "open_tree_attr", "removexattrat", "setxattrat", "statmount", "uretprobe",
        "riscv_hwprobe",
    ]

    /// The release of libseccomp, such as `2.5.4`.
    static var version: String {
        guard let version = seccomp_version()?.pointee else { return "unknown" }
        return "\(version.major).\(version.minor).\(version.micro)"
    }
}
