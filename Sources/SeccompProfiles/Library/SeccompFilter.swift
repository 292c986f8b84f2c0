import CSeccomp
import Glibc
import SystemPackage

/// A profile as libseccomp builds it for the kernel; nothing is loaded into any process.
public struct SeccompFilter: Sendable {
    /// The filter as pseudo code for people (libseccomp's PFC).
    public let pseudoCode: String
    /// The filter as the kernel takes it: an array of `struct sock_filter`, 8 bytes each; see seccomp(2).
    public let program: [UInt8]

    /// Builds the filter.
    /// - Throws: ``SeccompError`` when libseccomp refuses an architecture, a name or a rule, or the export fails.
    public init(_ profile: SeccompProfile) throws {
        let context = try FilterContext(defaultAction: profile.defaultAction)
        try context.add(profile)
        pseudoCode = String(decoding: try context.export(what: "pseudo code", seccomp_export_pfc), as: UTF8.self)
        program = try context.export(what: "BPF", seccomp_export_bpf)
    }
}

/// Owns libseccomp's state of one filter.
private struct FilterContext: ~Copyable {
    private let handle: scmp_filter_ctx

    init(defaultAction: SeccompAction) throws {
        guard let handle = seccomp_init(defaultAction.token) else {
            throw SeccompError(.invalid, "libseccomp cannot start a filter with \(defaultAction.engineName)")
        }
        self.handle = handle
    }

    deinit { seccomp_release(handle) }

    func add(_ profile: SeccompProfile) throws {
        try setArchitectures(profile.architectures)
        for group in profile.groups where group.action != profile.defaultAction {
            for call in group.syscalls { try add(call, of: group) }
        }
    }

    /// A new filter knows the host's architecture; another set replaces it.
    private func setArchitectures(_ architectures: [SeccompArchitecture]) throws {
        let native = seccomp_arch_native()
        let tokens = try architectures.map { architecture in
            guard let token = SeccompLibrary.token(architecture) else {
                throw SeccompError(.unknownArchitecture, "libseccomp knows no architecture '\(architecture.rawValue)'")
            }
            return token
        }
        for token in tokens where token != native {
            let status = seccomp_arch_add(handle, token)
            guard status == 0 || status == -EEXIST else {
                throw SeccompError(.invalid, "libseccomp cannot add the architecture: \(Errno(rawValue: -status))")
            }
        }
        if !tokens.isEmpty, !tokens.contains(native) { seccomp_arch_remove(handle, native) }
    }

    private func add(_ call: String, of group: SeccompGroup) throws {
        let number = seccomp_syscall_resolve_name(call)
        guard number != -1 else {
            if group.isPortable, SeccompLibrary.newerCalls.contains(call) { return }
            throw SeccompError(.unknownCall, "libseccomp \(SeccompLibrary.version) knows no system call '\(call)'")
        }
        for conditions in group.alternatives.isEmpty ? [[]] : group.alternatives {
            let comparisons = conditions.map(\.comparisonOfLibrary)
            let status = seccomp_rule_add_array(
                handle, group.action.token, number, UInt32(comparisons.count), comparisons)
            // The same rule once more says nothing new.
            guard status == 0 || status == -EEXIST else {
                throw SeccompError(
                    .invalid, "libseccomp refuses the rule of '\(call)' in '\(group.name)': \(Errno(rawValue: -status))"
                )
            }
        }
    }

    /// What libseccomp writes to a file. The file is in memory: a pipe could fill up before anybody reads it.
    func export(what: String, _ write: (scmp_filter_ctx?, Int32) -> Int32) throws -> [UInt8] {
        let number = cseccomp_memory_file()
        guard number >= 0 else {
            throw SeccompError(.system, "cannot make a file in memory: \(Errno(rawValue: errno))")
        }
        let file = FileDescriptor(rawValue: number)
        return try file.closeAfter {
            let status = write(handle, number)
            guard status == 0 else {
                throw SeccompError(
                    .system, "libseccomp cannot export the filter as \(what): \(Errno(rawValue: -status))")
            }
            do {
                let size = Int(try file.seek(offset: 0, from: .end))
                return try [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
                    count = try file.read(fromAbsoluteOffset: 0, into: UnsafeMutableRawBufferPointer(buffer))
                }
            } catch let error as Errno {
                throw SeccompError(.system, "cannot read the filter back: \(error)")
            }
        }
    }
}

extension SeccompAction {
    /// The value of libseccomp's `SCMP_ACT_…`; see seccomp_init(3). Swift imports none that is a macro with a parameter.
    fileprivate var token: UInt32 {
        switch self {
        case .allow: 0x7FFF_0000
        case .errno(let number): 0x0005_0000 | UInt32(number)
        case .log: 0x7FFC_0000
        case .trap: 0x0003_0000
        case .killThread: 0x0000_0000
        case .killProcess: 0x8000_0000
        }
    }
}

extension SeccompCondition {
    fileprivate var comparisonOfLibrary: scmp_arg_cmp {
        let comparison =
            switch comparison {
            case .notEqual: SCMP_CMP_NE
            case .less: SCMP_CMP_LT
            case .lessOrEqual: SCMP_CMP_LE
            case .equal: SCMP_CMP_EQ
            case .greaterOrEqual: SCMP_CMP_GE
            case .greater: SCMP_CMP_GT
            case .maskedEqual: SCMP_CMP_MASKED_EQ
            }
        return scmp_arg_cmp(arg: argument, op: comparison, datum_a: value, datum_b: secondValue)
    }
}
