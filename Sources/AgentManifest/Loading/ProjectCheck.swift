import Diagnostics

/// Checks that need all agents that are loaded together: their names, and who depends on whom.
struct ProjectCheck {
    let agents: [ManifestFile.Agent]
    /// Whether there may be agents whose names are not known.
    let hasGaps: Bool

    func check() {
        var first: [String: Manifest] = [:]
        for agent in agents where !agent.manifest.name.isEmpty {
            let name = agent.manifest.name
            guard let other = first[name] else {
                first[name] = agent.manifest
                continue
            }
            let place = other.positions["metadata.name"].map { "\($0.file):\($0.line)" } ?? other.source.file
            add(
                "manifest.duplicate", "two agents have the name '\(name)'", at: "metadata.name", of: agent,
                hint: "the other is in \(place)")
        }
        for agent in agents { checkDependencies(of: agent, names: first) }
        checkCycles(first)
    }

    private func checkDependencies(of agent: ManifestFile.Agent, names: [String: Manifest]) {
        for (place, dependency) in agent.manifest.dependsOn.enumerated() where !dependency.name.isEmpty {
            let path = path(place, in: agent.manifest)
            if dependency.name == agent.manifest.name {
                add("manifest.value", "the agent '\(dependency.name)' depends on itself", at: path, of: agent)
            } else if names[dependency.name] == nil, !hasGaps {
                add(
                    "manifest.value", "there is no agent '\(dependency.name)'", at: path, of: agent,
                    hint: hint(for: dependency.name, of: agent, names: names))
            }
        }
    }

    private func hint(for name: String, of agent: ManifestFile.Agent, names: [String: Manifest]) -> String {
        let others = names.keys.filter { $0 != agent.manifest.name }.sorted()
        if others.isEmpty { return "name the file of that agent with -f, too" }
        return didYouMean(name, among: others) ?? "the other agents are \(listed(others))"
    }

    /// The path of the name in an item of `dependsOn`, which is a mapping or the name itself.
    private func path(_ place: Int, in manifest: Manifest) -> String {
        let item = "spec.dependsOn[\(place)]"
        return manifest.positions["\(item).name"] == nil ? item : "\(item).name"
    }

    /// Reports each circle once, at the agent that comes first in it.
    private func checkCycles(_ names: [String: Manifest]) {
        var done: Set<String> = []
        for agent in agents where !done.contains(agent.manifest.name) {
            // Depth first with a stack of its own: a chain may be as long as there are agents.
            var path: [(name: String, next: Int)] = [(agent.manifest.name, 0)]
            var onPath: Set<String> = [agent.manifest.name]
            while let (name, next) = path.last {
                guard let dependencies = names[name]?.dependsOn, next < dependencies.count else {
                    done.insert(name)
                    onPath.remove(name)
                    path.removeLast()
                    continue
                }
                path[path.count - 1].next += 1
                let target = dependencies[next].name
                if onPath.contains(target), target != name {
                    report(circle: path.map(\.name).drop { $0 != target } + [target])
                } else if !done.contains(target), names[target] != nil, target != name {
                    path.append((target, 0))
                    onPath.insert(target)
                }
            }
        }
    }

    private func report(circle: [String]) {
        guard let agent = agents.first(where: { $0.manifest.name == circle.first }) else { return }
        let place = agent.manifest.dependsOn.firstIndex { circle.count > 1 && $0.name == circle[1] } ?? 0
        add(
            "manifest.value", "agents depend on each other in a circle: " + circle.joined(separator: " → "),
            at: path(place, in: agent.manifest), of: agent)
    }

    private func add(
        _ code: String, _ message: String, at path: String, of agent: ManifestFile.Agent,
        hint: @autoclosure () -> String? = nil
    ) {
        guard agent.report.makesRoom(for: .error) else { return }
        let position = agent.manifest.positions[path]
        let mark = position.map { SourceMark(line: $0.line, column: $0.column) }
        agent.report.error(code, message, at: mark, path: path, hint: hint())
    }
}
