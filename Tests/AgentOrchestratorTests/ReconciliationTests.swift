import AgentRuntime
import AgentTesting
import EngineAPI
import FoundationEssentials
import Testing

@testable import AgentOrchestrator

@Suite(.timeLimit(.minutes(2))) struct ReconciliationTests {
    private func plan(_ agent: String, replica: Int = 1, of replicas: Int = 1, variable: String = "1") -> AgentPlan {
        let identity = AgentIdentity.testing(project: "shop", agent: agent, replica: replica)
        var options = RunOptions(image: "some/image:1", name: identity.containerName, identity: identity)
        options.environment = ["X": variable]
        return AgentPlan(options: options, replicas: replicas)
    }

    private func found(
        _ plan: AgentPlan, name: String? = nil, state: ContainerState.Status = .running, image: String = "sha256:1"
    ) -> AgentContainer {
        var labels = plan.options.identity.labels
        labels[AgentIdentity.Label.configHash] = plan.configHash
        labels[AgentIdentity.Label.configParts] = ConfigPartsLabel(plan.configParts).text
        let json: [String: Any] = [
            "Id": "id-\(name ?? plan.options.name)", "Names": ["/\(name ?? plan.options.name)"], "ImageID": image,
            "State": state.rawValue, "Labels": labels,
        ]
        let text = json.map { key, value in
            switch value {
            case let labels as [String: String]:
                "\"\(key)\":{\(labels.map { "\"\($0)\":\"\($1)\"" }.joined(separator: ","))}"
            case let names as [String]: "\"\(key)\":[\(names.map { "\"\($0)\"" }.joined(separator: ","))]"
            default: "\"\(key)\":\"\(value)\""
            }
        }.joined(separator: ",")
        guard let summary = try? JSONDecoder().decode(ContainerSummary.self, from: Data("{\(text)}".utf8)),
            let found = AgentContainer(summary)
        else { preconditionFailure("not a container: \(text)") }
        return found
    }

    private func actions(
        _ wanted: [AgentPlan], _ found: [AgentContainer], image: String? = "1", mayHaveCompleted: Bool = false,
        removesOrphans: Bool = false
    ) -> [String] {
        let reconciliation = Reconciliation(
            wanted: wanted.map {
                Reconciliation.Wanted($0, imageID: image, mayHaveCompleted: mayHaveCompleted)
            }, found: found, agents: ["web"], removesOrphans: removesOrphans)
        return reconciliation.steps.map { "\($0.displayName) \($0.action)" }
            + reconciliation.orphans.map { "orphan \($0.container.name)" }
    }

    @Test func whatRunsAsWantedIsKept() {
        #expect(actions([plan("web")], [found(plan("web"))]) == ["web keep"])
        #expect(actions([plan("web")], []) == ["web create"])
    }

    @Test func aChangeIsNamed() {
        let changed = actions([plan("web")], [found(plan("web", variable: "2"))])
        #expect(changed == ["web recreate(reason: \"changed: environment\")"])
        let other = actions([plan("web")], [found(plan("web"), image: "sha256:2")])
        #expect(other == [#"web recreate(reason: "\'some/image:1\' is another image now")"#])
        #expect(actions([plan("web")], [found(plan("web"))], image: nil)[0].contains("not on the engine"))
    }

    @Test func whatDoesNotRunIsRecreatedUnlessItHasDoneItsWork() {
        var ended = found(plan("web"), state: .exited)
        #expect(actions([plan("web")], [ended]) == ["web recreate(reason: \"it is exited\")"])
        ended.hasCompleted = true
        #expect(actions([plan("web")], [ended])[0].contains("recreate"))
        #expect(actions([plan("web")], [ended], mayHaveCompleted: true) == ["web keep"])
        var sick = found(plan("web"))
        sick.isUnhealthy = true
        #expect(
            actions([plan("web")], [sick]) == [
                #"web recreate(reason: "it is unhealthy: the image\'s HEALTHCHECK fails")"#
            ])
    }

    @Test func whatIsKeptAndSickIsRecreated() {
        let (well, sick) = (found(plan("web", replica: 1, of: 3)), found(plan("web", replica: 2, of: 3)))
        let changed = found(plan("web", replica: 3, of: 3, variable: "2"))
        var reconciliation = Reconciliation(
            wanted: (1...3).map { Reconciliation.Wanted(plan("web", replica: $0, of: 3), imageID: "1") },
            found: [well, sick, changed], agents: ["web"], removesOrphans: false)
        reconciliation.note(failures: [sick.container.id: "it hangs", changed.container.id: "it hangs"])
        #expect(
            reconciliation.steps.map(\.action) == [
                .keep, .recreate(reason: "it is unhealthy: it hangs"), .recreate(reason: "changed: environment"),
            ])
    }

    @Test func replicasBeyondTheNumberGo() {
        let all = (1...3).map { plan("web", replica: $0, of: 3) }
        #expect(
            actions(Array(all[..<2]), all.map { found($0) }).last == "web/3 remove(reason: \"2 replicas are wanted\")")
        #expect(actions([], [found(all[0])]) == ["web remove(reason: \"0 replicas are wanted\")"])
    }

    @Test func agentsOfNoManifestAreOrphansAndGoWhenWanted() {
        #expect(actions([], [found(plan("old"))]) == ["orphan shop-old-1"])
        #expect(actions([], [found(plan("old"))], removesOrphans: true)[0].hasPrefix("old remove"))
    }

    @Test func whatAnInterruptedChangeLeftIsPutInOrder() {
        let before = found(plan("web"), name: "shop-web-1-before-1234")
        #expect(actions([plan("web")], [before])[0].contains("was interrupted"))
        let both = actions([plan("web")], [before, found(plan("web"))])
        #expect(both[0].contains("was interrupted"))
        #expect(both[1...] == ["web/1 remove(reason: \"another container took its place\")"])
    }
}
