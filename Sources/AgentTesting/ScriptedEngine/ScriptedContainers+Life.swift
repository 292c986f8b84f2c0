internal import AgentValues
internal import EngineAPI
internal import FoundationEssentials
internal import Synchronization

/// How containers are made, listed, started, waited for, changed and removed.
extension ScriptedContainers {
    func playContainers(on engine: ScriptedEngine) {
        engine.answer("GET /containers/json") { [self] in list($0) }
        engine.answer("POST /containers/create") { [self] in create($0) }
        on("GET /containers/*/json", of: engine) { container, _ in .json(container.inspection) }
        on("POST /containers/*/wait", of: engine) { Self.wait(for: $0, $1.parameter("condition")) }
        on("DELETE /containers/*", of: engine) { [self] container, call in
            guard call.isOn("force") || !container.isRunning else { return .failure(409, "it runs") }
            change(container.id) { container, engine in
                if container.isRunning { container.end(code: 128 + 9, &engine) }
                engine.note("destroy", container)
            }
            self.engine.withLock { engine in
                engine.containers.removeAll { $0.id == container.id }
                engine.wake()
            }
            container.gone.open()
            return .done
        }
    }

    func playChanges(on engine: ScriptedEngine) {
        on("POST /containers/*/start", of: engine) { [self] container, _ in
            guard !container.isRunning else { return ScriptedAnswer(status: 304) }
            change(container.id) { $0.start(&$1) }
            return .done
        }
        on("POST /containers/*/restart", of: engine) { [self] container, _ in
            change(container.id) { container, engine in
                if container.isRunning { container.end(code: 128 + 15, &engine) }
                container.start(&engine)
                engine.note("restart", container)
            }
            return .done
        }
        on("POST /containers/*/stop", of: engine) { [self] container, _ in
            guard container.isRunning else { return ScriptedAnswer(status: 304) }
            change(container.id) { container, engine in
                container.end(code: 128 + 15, &engine)
                engine.note("stop", container)
            }
            return .done
        }
        on("POST /containers/*/kill", of: engine) { [self] container, _ in
            guard container.isRunning else { return .notRunning }
            change(container.id) { container, engine in
                engine.note("kill", container, ["signal": "9"])
                container.end(code: 128 + 9, &engine)
            }
            return .done
        }
        for (call, from, to) in [("pause", "running", "paused"), ("unpause", "paused", "running")] {
            on("POST /containers/*/\(call)", of: engine) { [self] container, _ in
                guard container.state == from else { return .failure(409, "it is \(container.state)") }
                change(container.id) { container, engine in
                    container.state = to
                    engine.note(call, container)
                }
                return .done
            }
        }
        on("POST /containers/*/rename", of: engine) { [self] container, call in
            guard let name = call.parameter("name") else { return .failure(400, "no name") }
            guard id(of: name) == nil else { return .failure(409, "the name is taken") }
            change(container.id) { container, engine in
                container.name = name
                engine.note("rename", container)
            }
            return .done
        }
    }

    private func list(_ call: ScriptedCall) -> ScriptedAnswer {
        let (filters, all) = (call.filters, call.isOn("all"))
        let found = engine.withLock { engine in
            engine.containers.filter { container in
                (all || container.isRunning || filters["exited"] != nil)
                    && filters.admit(labels: container.labels) && filters.admit("id", container.id)
                    && filters.admit("name", container.name) && filters.admit("status", container.state)
                    && filters.admit("health", container.health?.status.rawValue ?? "none")
                    && (filters["network"].map { !Set($0).isDisjoint(with: container.networks) } ?? true)
                    && (filters["exited"] == nil
                        || container.finishedAt != nil && filters.admit("exited", "\(container.exitCode)"))
            }
        }
        return .json("[\(found.map(\.summary).joined(separator: ","))]")
    }

    private func create(_ call: ScriptedCall) -> ScriptedAnswer {
        guard let name = call.parameter("name"), let exit = try? ScriptedContainer.Exit(), let gone = try? RawGate(),
            let configuration = try? JSONDecoder().decode(ContainerConfiguration.self, from: Data(call.body))
        else { return .failure(400, "no name, or no configuration") }
        return engine.withLock { engine in
            guard engine.index(of: name) == nil else { return .failure(409, "the name is taken") }
            engine.made += 1
            let number = String(engine.made, radix: 16)
            let container = ScriptedContainer(
                // Known by its first digits, as those of engines are.
                id: String(repeating: "0", count: 12 - number.count) + number + String(repeating: "0", count: 52),
                name: name,
                body: String(decoding: call.body, as: UTF8.self), configuration: configuration,
                imageID: engine.image(configuration.image).id, number: engine.made, exit: exit, gone: gone)
            engine.containers.append(container)
            engine.note("create", container)
            return .json(#"{"Id":"\#(container.id)","Warnings":[]}"#, status: 201)
        }
    }

    private static func wait(for container: ScriptedContainer, _ condition: String?) -> ScriptedAnswer {
        switch condition {
        case "removed": return ended(container.exitCode).held(until: container.gone)
        case "not-running" where !container.isRunning, nil where !container.isRunning: return ended(container.exitCode)
        default:
            var answer = ScriptedAnswer.json("").held(until: container.exit.gate)
            answer.bodyAtLast = { ended(container.exit.code.withLock(\.self)).body }
            return answer
        }
    }

    private static func ended(_ code: Int) -> ScriptedAnswer { .json(#"{"StatusCode":\#(code)}"#) }
}

extension ScriptedContainer {
    mutating func start(_ engine: inout ScriptedContainers.Engine) {
        state = "running"
        (exitCode, wasOOMKilled) = (0, false)
        startedAt = .now
        engine.note("start", self)
    }

    mutating func end(code: Int, _ engine: inout ScriptedContainers.Engine) {
        state = "exited"
        exitCode = code
        finishedAt = .now
        engine.note("die", self, ["exitCode": "\(code)"])
        exit.code.withLock { $0 = code }
        let over = exit
        if let next = try? Exit() { exit = next }
        over.gate.open()
    }
}
