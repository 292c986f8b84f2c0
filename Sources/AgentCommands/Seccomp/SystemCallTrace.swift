import SeccompProfiles

/// The system calls in the output of `strace -f -e raw=all`: `1234  socket(0x2, 0x1, 0) = 0x3`; see strace(1).
///
/// Calls count from their beginning: a server that waits in `accept` for its first client has used it.
struct SystemCallTrace: Sendable {
    /// How many different lists of arguments are kept of one call; few programs have more.
    private static let mostArguments = 4096

    /// What the engines' init processes do, tini and catatonit, which are under the agent's profile and not watched.
    private static let initCalls: Set<String> = [
        "access", "arch_prctl", "brk", "clone", "close", "close_range", "dup", "execve", "exit_group", "fstat", "futex",
        "getpgrp", "getpid", "getppid", "getrandom", "ioctl", "kill", "mmap", "mprotect", "munmap", "newfstatat",
        "openat", "pread64", "prctl", "prlimit64", "read", "readlink", "rseq", "rt_sigaction", "rt_sigprocmask",
        "rt_sigtimedwait", "set_robust_list", "set_tid_address", "setpgid", "signalfd4", "wait4", "write",
    ]

    /// The calls' names.
    private(set) var calls: Set<String> = []
    /// The arguments of the calls that the default profile allows with some arguments only.
    private(set) var arguments: [String: Set<[UInt64]>] = [:]
    private let conditioned: Set<String>
    private var rest: [UInt8] = []

    init() {
        conditioned = Set(SeccompProfile.default().groups.filter { !$0.alternatives.isEmpty }.flatMap(\.syscalls))
    }

    /// Takes a piece of the output, which may end anywhere.
    mutating func read(_ bytes: some Sequence<UInt8>) {
        rest += bytes
        var start = rest.startIndex
        while let end = rest[start...].firstIndex(of: UInt8(ascii: "\n")) {
            read(line: String(decoding: rest[start..<end], as: UTF8.self))
            start = end + 1
        }
        rest.removeFirst(start)
    }

    /// Takes one line; those that begin no call are passed over.
    mutating func read(line: String) {
        let text = line.drop { $0 == " " || $0.isNumber }.drop { $0 == " " }
        guard let parenthesis = text.firstIndex(of: "("), parenthesis > text.startIndex else { return }
        let name = text[..<parenthesis]
        guard name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" }) else { return }
        calls.insert(String(name))
        guard conditioned.contains(String(name)) else { return }
        let numbers = text[text.index(after: parenthesis)...].prefix { $0 != ")" && $0 != "<" }
            .split(separator: ",").compactMap { Self.number($0.filter { $0 != " " }) }
        guard arguments[String(name), default: []].count < Self.mostArguments else { return }
        arguments[String(name), default: []].insert(numbers)
    }

    private static func number(_ text: String) -> UInt64? {
        text.hasPrefix("0x") ? UInt64(text.dropFirst(2), radix: 16) : UInt64(text)
    }

    /// The smallest profile for what was traced, and the traced calls that libseccomp does not know.
    func profile(named name: String) -> (profile: SeccompProfile, unknown: [String]) {
        var profile = SeccompProfile.learned(from: calls.union(Self.initCalls), name: name)
        let beyond = arguments.filter { call, lists in
            let groups = profile.groups.filter { $0.syscalls.contains(call) && $0.action.isPermissive }
            return !groups.isEmpty && !lists.allSatisfy { list in groups.contains { $0.allows(list) } }
        }
        if !beyond.isEmpty {
            profile.groups.append(
                SeccompGroup(
                    name: "beyond-conditions",
                    reason: "used while it was recorded, with arguments that the profile 'default' refuses",
                    syscalls: beyond.keys.sorted()))
        }
        let known = profile.allowedCalls.union(profile.groups.flatMap(\.syscalls))
        return (profile, calls.subtracting(known).sorted())
    }
}

extension SeccompGroup {
    /// Whether the group is about a call with these arguments.
    fileprivate func allows(_ arguments: [UInt64]) -> Bool {
        alternatives.isEmpty || alternatives.contains { $0.allSatisfy { $0.holds(for: arguments) } }
    }
}

extension SeccompCondition {
    fileprivate func holds(for arguments: [UInt64]) -> Bool {
        guard arguments.indices.contains(Int(argument)) else { return false }
        let found = arguments[Int(argument)]
        return switch comparison {
        case .notEqual: found != value
        case .less: found < value
        case .lessOrEqual: found <= value
        case .equal: found == value
        case .greaterOrEqual: found >= value
        case .greater: found > value
        case .maskedEqual: found & value == secondValue
        }
    }
}
