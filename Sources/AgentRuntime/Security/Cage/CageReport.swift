import AgentValues
public import EngineAPI

/// What confines one container: asked for, in force, and who says so.
public struct CageReport: Sendable, Hashable, Encodable {
    /// One part of the cage.
    public struct Row: Sendable, Hashable, Encodable {
        /// What it is, such as `memory`.
        public var name: String
        /// What was asked for.
        public var asked: String
        /// What is in force.
        public var applied: String
        /// Who says so.
        public var verifiedBy: Witness
        /// Whether what is in force is at least as tight as what was asked for.
        public var holds: Bool
    }

    /// Who says what is in force.
    public enum Witness: String, Sendable, Hashable, Encodable {
        /// The kernel: `/proc` and the control groups.
        case kernel
        /// The engine alone, because its processes cannot be seen from here.
        case engine
    }

    /// The rows.
    public var rows: [Row] = []

    /// The rows that do not hold.
    public var failures: [Row] { rows.filter { !$0.holds } }

    /// Reads what is in force for a running container, and compares it with what was written down when it was created; where
    /// nothing was, with what the engine was told.
    ///
    /// - Parameters:
    ///   - container: the container as the engine describes it.
    ///   - engine: which engine that is.
    ///   - isLocal: whether the engine's processes may be this host's.
    ///   - bounding: all capabilities that the engine was asked for, where it says them; what stands in our record goes first.
    public init(
        _ container: ContainerInspection, on engine: EngineKind, isLocal: Bool, boundingCapabilities bounding: [String]?
    ) {
        let owner = AgentIdentity(labels: container.configuration.labels ?? [:])
        let record = owner.flatMap(RunFiles.init(existingOf:))?.record
        let limits = record?.limits ?? CageLimits(container, bounding: bounding)
        self.init(limits, container, isLocal: isLocal, engine: engine)
    }

    init(_ asked: CageLimits, _ container: ContainerInspection, isLocal: Bool, engine: EngineKind) {
        guard isLocal, let kernel = KernelView(process: container.state.pid, container: container.id) else {
            addEngine(asked, CageLimits(container))
            return
        }
        add("memory", asked.memory, kernel.memory, by: .kernel) { Quantity.binary($0) }
        // A kernel without swap accounting has no file for it, and an engine warns then.
        if kernel.countsSwap {
            add("memory and swap", asked.memoryAndSwap, kernel.memoryAndSwap, by: .kernel) { Quantity.binary($0) }
        }
        add("CPUs", asked.nanoCPUs, kernel.nanoCPUs, by: .kernel, describe: Quantity.cpus)
        add("processes", asked.processes, kernel.processes, by: .kernel) { "\($0)" }
        add("no new privileges", asked.noNewPrivileges, kernel.hasNoNewPrivileges, by: .kernel)
        add("seccomp filter", asked.hasSeccomp, kernel.hasSeccompFilter, by: .kernel)
        add("read-only root", asked.readOnlyRoot, kernel.mounts["/"]?.options.contains("ro") ?? false, by: .kernel)
        addCapabilities(asked.capabilities, kernel.capabilities, by: .kernel)
        if asked.refusesRoot { add("not root", true, kernel.user.map { $0 != 0 } ?? false, by: .kernel) }
        if let user = asked.user {
            let found = kernel.user
            rows.append(
                Row(
                    name: "user", asked: "\(user)", applied: found.map { "\($0)" } ?? "unknown", verifiedBy: .kernel,
                    holds: found == user))
        }
        for mount in asked.mounts { add(mount, kernel.file(at: mount.target)) }
    }

    private mutating func add(_ mount: CageMount, _ found: CageMount?) {
        let access = mount.isReadOnly ? "read-only" : "writable"
        let (applied, holds): (String, Bool) =
            switch found {
            case nil: ("nothing that can be read", false)
            case let found? where (found.device, found.inode) != (mount.device, mount.inode):
                ("another folder or file", false)
            case let found? where mount.isReadOnly && !found.isReadOnly: ("writable", false)
            default: ("the same, \(access)", true)
            }
        rows.append(
            Row(
                name: "mount \(mount.target)", asked: "what was checked before the start, \(access)", applied: applied,
                verifiedBy: .kernel, holds: holds))
    }

    private mutating func addEngine(_ asked: CageLimits, _ found: CageLimits) {
        add("memory", asked.memory, found.memory, by: .engine) { Quantity.binary($0) }
        add("memory and swap", asked.memoryAndSwap, found.memoryAndSwap, by: .engine) { Quantity.binary($0) }
        add("CPUs", asked.nanoCPUs, found.nanoCPUs, by: .engine, describe: Quantity.cpus)
        add("processes", asked.processes, found.processes, by: .engine) { "\($0)" }
        add("no new privileges", asked.noNewPrivileges, found.noNewPrivileges, by: .engine)
        add("seccomp filter", asked.hasSeccomp, found.hasSeccomp, by: .engine)
        add("read-only root", asked.readOnlyRoot, found.readOnlyRoot, by: .engine)
        if let capabilities = found.capabilities { addCapabilities(asked.capabilities, capabilities, by: .engine) }
    }

    private mutating func add(
        _ name: String, _ asked: Int64?, _ found: Int64?, by witness: Witness, describe: (Int64) -> String
    ) {
        // A limit may come out a little tighter: the kernel rounds to whole pages and to its own unit of time.
        let holds = asked.map { asked in found.map { $0 <= asked } ?? false } ?? true
        rows.append(
            Row(
                name: name, asked: asked.map(describe) ?? "no limit", applied: found.map(describe) ?? "no limit",
                verifiedBy: witness, holds: holds))
    }

    private mutating func add(_ name: String, _ asked: Bool, _ found: Bool, by witness: Witness) {
        rows.append(
            Row(
                name: name, asked: asked ? "yes" : "no", applied: found ? "yes" : "no", verifiedBy: witness,
                holds: found || !asked))
    }

    private mutating func addCapabilities(_ asked: Set<String>?, _ found: Set<String>, by witness: Witness) {
        func text(_ names: Set<String>) -> String { names.isEmpty ? "none" : names.sorted().joined(separator: " ") }
        rows.append(
            Row(
                name: "capabilities", asked: asked.map(text) ?? "all", applied: text(found), verifiedBy: witness,
                holds: asked.map { found.isSubset(of: $0) } ?? true))
    }
}
