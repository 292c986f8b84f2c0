import AgentRuntime
import AgentValues
import EngineAPI

/// What there is to tell of one agent: what it runs, how it does, what it may use and what not.
package struct AgentDescription: Sendable {
    /// A name with its values.
    package struct Field: Sendable, Hashable {
        package var name: String
        package var values: [String]
    }

    let container: AgentContainer
    let inspection: ContainerInspection
    /// The time that ages are counted to.
    let now: EngineTime

    /// The values of environment variables are left out, because they may be secret.
    package var fields: [Field] {
        var list = FieldList()
        addIdentity(to: &list)
        addState(to: &list)
        addNetwork(to: &list)
        addLimits(to: &list)
        addSecurity(to: &list)
        list.add(
            "Mounts",
            inspection.mounts.map { mount in
                let source = mount.name ?? mount.source
                let access = mount.isWritable ? "" : ", read-only"
                return "\(source.isEmpty ? "" : "\(source) -> ")\(mount.destination) (\(mount.kind)\(access))"
            })
        list.add("Command", ([inspection.path] + inspection.arguments).filter { !$0.isEmpty }.joined(separator: " "))
        list.add("Directory", inspection.configuration.workingDirectory)
        let variables = (inspection.configuration.environment ?? []).compactMap {
            $0.split(separator: "=", maxSplits: 1).first.map(String.init)
        }
        list.add("Environment", variables.sorted().joined(separator: ", "))
        return list.fields
    }

    private func addIdentity(to list: inout FieldList) {
        let identity = container.identity
        let version = identity.version.map { ", version \($0)" } ?? ""
        list.add("Agent", "\(identity.agent), replica \(identity.replica) of project \(identity.project)\(version)")
        list.add("Container", "\(inspection.name) (\(inspection.id.prefix(12)))")
        list.add("Image", "\(inspection.configuration.image) (\(inspection.imageID))")
        list.add("Created", inspection.created.map { "\($0) (\((now - $0).age) ago)" })
        list.add("Lifetime", lifetime)
        list.add("Run", identity.run)
        list.add("Capabilities", container.capabilities)
    }

    private var lifetime: String? {
        guard let lease = Lease(labels: inspection.configuration.labels ?? [:]) else { return nil }
        let end = lease.expires.map { ", until \($0) (\($0 > now ? "in \(($0 - now).age)" : "over"))" }
        return lease.lifetime.description + (end ?? "")
    }

    private func addState(to list: inout FieldList) {
        let state = inspection.state
        var text = AgentStatus(container, inspection).stateText
        if state.isRunning, let start = state.startedAt { text += " for \((now - start).age)" }
        if !state.isRunning, let end = state.finishedAt { text += ", \((now - end).age) ago" }
        list.add("State", text)
        list.add("Failure", state.error)
        list.add("Restarts", "\(inspection.restartCount) (policy: \(restartPolicy))")
        guard let health = state.health else { return }
        let streak = health.failingStreak == 0 ? "" : ", \(health.failingStreak) failures in a row"
        list.add("Health", "\(health.status)\(streak)")
        if let last = health.log.last, last.exitCode != 0 {
            list.add("Last check", "exit code \(last.exitCode): \(last.output.split(separator: "\n").first ?? "")")
        }
    }

    private var restartPolicy: String {
        guard let policy = inspection.host.restartPolicy else { return "no" }
        return policy.maximumRetries > 0 ? "\(policy.condition):\(policy.maximumRetries)" : "\(policy.condition)"
    }

    private func addNetwork(to list: inout FieldList) {
        list.add("Ports", ContainerInfo(inspection).ports.map(\.description))
        list.add(
            "Networks",
            inspection.network.networks.sorted { $0.key < $1.key }.map { name, attachment in
                let addresses = [attachment.address, attachment.ipv6Address].compactMap(\.self)
                return addresses.isEmpty ? name : "\(name) (\(addresses.joined(separator: ", ")))"
            })
    }

    private func addLimits(to list: inout FieldList) {
        let host = inspection.host
        func limited(_ value: Int64?) -> Int64? { value.flatMap { $0 > 0 ? $0 : nil } }
        var memory = limited(host.memory).map { Quantity.binary($0) } ?? "unlimited"
        if let limit = limited(host.memory), let both = limited(host.memorySwap) {
            memory += both == limit ? ", no swap" : ", \(Quantity.binary(both - limit)) swap"
        }
        list.add("Memory", memory)
        list.add("CPUs", limited(host.nanoCPUs).map { Quantity.cpus($0) } ?? "unlimited")
        list.add("Processes", limited(host.pidsLimit).map(String.init) ?? "unlimited")
        list.add("Files", host.ulimits?.first { $0.name == "nofile" }.map { "\($0.soft)" })
    }

    private func addSecurity(to list: inout FieldList) {
        let host = inspection.host
        var notes: [String] = []
        if host.isPrivileged == true { notes.append("privileged") }
        if host.readOnlyRootFilesystem == true { notes.append("read-only root file system") }
        if let dropped = host.droppedCapabilities, !dropped.isEmpty {
            notes.append("without \(dropped.joined(separator: ", "))")
        }
        if let added = host.addedCapabilities, !added.isEmpty { notes.append("with \(added.joined(separator: ", "))") }
        // A profile is a whole JSON document; that there is one is what matters.
        notes += (host.securityOptions ?? []).map { $0.hasPrefix("seccomp={") ? "seccomp profile" : $0 }
        list.add("User", inspection.configuration.user)
        list.add("Security", notes)
    }
}

/// Fields as they are added; those that say nothing are left out.
private struct FieldList {
    var fields: [AgentDescription.Field] = []

    mutating func add(_ name: String, _ value: String?) {
        if let value, !value.isEmpty { fields.append(.init(name: name, values: [value])) }
    }

    mutating func add(_ name: String, _ values: [String]) {
        if !values.isEmpty { fields.append(.init(name: name, values: values)) }
    }
}
