internal import EngineAPI
internal import FoundationEssentials
internal import Synchronization

/// Containers, networks and volumes that a ``ScriptedEngine`` plays: they are made, started, waited for, stopped and removed, and what
/// they were made from is what an inspection says. So a whole run can be tested without a process.
///
/// The engine says that it is on another host, because on this one a run looks at the container's processes: let it listen on a port.
///
/// ```swift
/// let engine = try ScriptedEngine(on: .tcp)
/// let containers = ScriptedContainers(on: engine)
/// let runtime = EngineRuntime(try await engine.connect()).wrapped(by: [MyHook()])
/// let container = try await runtime.run(options).container
/// containers.end(container.name, code: 3)
/// ```
///
/// Patterns that are set afterwards win, so that single calls can be made to fail or to take their time.
public final class ScriptedContainers: Sendable {
    private struct Container {
        var id: String
        var name: String
        /// The body of its creation, which has the configuration.
        var body: String
        var configuration: ContainerConfiguration
        var state = ContainerState.Status.created
        var exitCode = 0
        let end: RawGate
    }

    private struct Engine {
        var containers: [Container] = []
        var networks: [String: String] = [:]
        var volumes: [String: String] = [:]
        var made = 0

        /// Where a container is, by its id or name.
        func index(of container: String) -> Int? {
            containers.firstIndex { $0.id == container || $0.name == container }
        }
    }

    private let engine = Mutex(Engine())
    /// The image's command.
    private let command: [String]

    /// Lets an engine play containers. Every image is there.
    ///
    /// - Parameters:
    ///   - engine: plays them from now on.
    ///   - command: what the images execute unless a container says otherwise.
    public init(on engine: ScriptedEngine, command: [String] = ["serve"]) {
        self.command = command
        engine.answer("GET /info", with: .json(#"{"Name":"scripted","Architecture":"x86_64"}"#))
        playImages(on: engine)
        playContainers(on: engine)
        playNetworks(on: engine)
        playVolumes(on: engine)
    }

    /// The names of the containers that are there, oldest first.
    public var names: [String] { engine.withLock { $0.containers.map(\.name) } }

    /// The names of the networks and volumes that are there, sorted.
    public var others: [String] { engine.withLock { (Array($0.networks.keys) + $0.volumes.keys).sorted() } }

    /// Ends the command of a running container, by its name or id.
    public func end(_ container: String, code: Int) {
        engine.withLock { engine in
            guard let index = engine.index(of: container), engine.containers[index].state == .running else { return }
            engine.containers[index].state = .exited
            engine.containers[index].exitCode = code
            engine.containers[index].end.open()
        }
    }

    // MARK: What is played

    private func playImages(on engine: ScriptedEngine) {
        let command = command.map { "\"\($0)\"" }.joined(separator: ",")
        engine.answer("GET /images/*/json", with: .json(#"{"Id":"sha256:0","Config":{"Cmd":[\#(command)]}}"#))
    }

    private func playContainers(on engine: ScriptedEngine) {
        engine.answer("GET /containers/json") { [self] _ in
            .json("[\(self.engine.withLock { $0.containers.map(Self.summary) }.joined(separator: ","))]")
        }
        engine.answer("POST /containers/create") { [self] in create($0) }
        on("GET /containers/*/json", of: engine) { .json(Self.inspection($0)) }
        on("PUT /containers/*/archive", of: engine) { _ in ScriptedAnswer() }
        on("GET /containers/*/logs", of: engine) { _ in
            ScriptedAnswer(contentType: "application/vnd.docker.multiplexed-stream")
        }
        on("POST /containers/*/wait", of: engine) { [self] container in
            var answer = ScriptedAnswer.json("").held(until: container.end)
            answer.bodyAtLast = { [self] in
                let code = self.engine.withLock { engine in
                    engine.index(of: container.id).map { engine.containers[$0].exitCode }
                }
                return Array(#"{"StatusCode":\#(code ?? container.exitCode)}"#.utf8)
            }
            return answer
        }
        on("POST /containers/*/start", of: engine) { [self] container in
            guard container.state != .running else { return ScriptedAnswer(status: 304) }
            self.engine.withLock { engine in
                if let index = engine.index(of: container.id) { engine.containers[index].state = .running }
            }
            return .done
        }
        for (call, code) in [("stop", 128 + 15), ("kill", 128 + 9)] {
            on("POST /containers/*/\(call)", of: engine) { [self] container in
                guard container.state == .running else { return ScriptedAnswer(status: call == "stop" ? 304 : 409) }
                end(container.id, code: code)
                return .done
            }
        }
        on("DELETE /containers/*", of: engine) { [self] container in
            end(container.id, code: 128 + 9)
            self.engine.withLock { $0.containers.removeAll { $0.id == container.id } }
            return .done
        }
    }

    private func playNetworks(on engine: ScriptedEngine) {
        engine.answer("GET /networks") { [self] _ in
            .json("[\(self.engine.withLock { $0.networks.values.sorted().joined(separator: ",") })]")
        }
        engine.answer("POST /networks/create") { [self] call in
            guard let name = Self.name(in: call) else { return .failure(400, "no name") }
            return self.engine.withLock { engine in
                guard engine.networks[name] == nil else { return .failure(409, "the network is there") }
                engine.networks[name] = #"{"Id":"\#(name)",\#(String(decoding: call.body, as: UTF8.self).dropFirst())"#
                return .json(#"{"Id":"\#(name)","Warning":""}"#, status: 201)
            }
        }
        engine.answer("GET /networks/*") { [self] call in found(self.engine.withLock { $0.networks[call.last] }) }
        engine.answer("DELETE /networks/*") { [self] call in
            self.engine.withLock { $0.networks.removeValue(forKey: call.last) } == nil ? .gone : .done
        }
    }

    private func playVolumes(on engine: ScriptedEngine) {
        engine.answer("GET /volumes") { [self] _ in
            .json(#"{"Volumes":[\#(self.engine.withLock { $0.volumes.values.sorted().joined(separator: ",") })]}"#)
        }
        engine.answer("POST /volumes/create") { [self] call in
            guard let name = Self.name(in: call) else { return .failure(400, "no name") }
            let body = String(decoding: call.body, as: UTF8.self)
            self.engine.withLock { $0.volumes[name] = body }
            return .json(body, status: 201)
        }
        engine.answer("GET /volumes/*") { [self] call in found(self.engine.withLock { $0.volumes[call.last] }) }
        engine.answer("DELETE /volumes/*") { [self] call in
            self.engine.withLock { $0.volumes.removeValue(forKey: call.last) } == nil ? .gone : .done
        }
    }

    // MARK: How it is answered

    /// Answers calls about a container that is there.
    private func on(
        _ pattern: String, of engine: ScriptedEngine, _ answer: @escaping @Sendable (Container) -> ScriptedAnswer
    ) {
        engine.answer(pattern) { [self] call in
            let name = call.path.split(separator: "/").dropFirst().first.map(String.init) ?? ""
            let found = self.engine.withLock { engine in engine.index(of: name).map { engine.containers[$0] } }
            return found.map(answer) ?? .gone
        }
    }

    private func found(_ json: String?) -> ScriptedAnswer { json.map { .json($0) } ?? .gone }

    private func create(_ call: ScriptedCall) -> ScriptedAnswer {
        let query = call.query.split(separator: "&").first { $0.hasPrefix("name=") }
        guard let name = query.map({ String($0.dropFirst("name=".count)) }), let end = try? RawGate(),
            let configuration = try? JSONDecoder().decode(ContainerConfiguration.self, from: Data(call.body))
        else { return .failure(400, "no name, or no configuration") }
        return engine.withLock { engine in
            guard engine.index(of: name) == nil else { return .failure(409, "the name is taken") }
            engine.made += 1
            let number = String(engine.made, radix: 16)
            let id = String(repeating: "0", count: 64 - number.count) + number
            engine.containers.append(
                Container(
                    id: id, name: name, body: String(decoding: call.body, as: UTF8.self), configuration: configuration,
                    end: end))
            return .json(#"{"Id":"\#(id)","Warnings":[]}"#, status: 201)
        }
    }

    private static func name(in call: ScriptedCall) -> String? {
        struct Named: Decodable {
            var name: String
            enum CodingKeys: String, CodingKey { case name = "Name" }
        }
        return try? JSONDecoder().decode(Named.self, from: Data(call.body)).name
    }

    private static func json(_ value: some Encodable) -> String {
        (try? JSONEncoder().encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "null"
    }

    private static func inspection(_ container: Container) -> String {
        let state = container.state
        let mounts = (container.configuration.host?.mounts ?? []).map { mount in
            """
            {"Type":"\(mount.kind.rawValue)","Name":\(json(mount.kind == .volume ? mount.source : nil)),
             "Source":\(json(mount.source ?? "")),"Destination":\(json(mount.target)),"RW":\(mount.isReadOnly != true)}
            """
        }
        return """
            {"Id":"\(container.id)","Name":"/\(container.name)","Image":"sha256:0","Config":\(container.body),
             "HostConfig":\(json(container.configuration.host)),"Mounts":[\(mounts.joined(separator: ","))],
             "State":{"Status":"\(state.rawValue)","Running":\(state == .running),"ExitCode":\(container.exitCode)}}
            """
    }

    private static func summary(_ container: Container) -> String {
        """
        {"Id":"\(container.id)","Names":["/\(container.name)"],"Image":\(json(container.configuration.image)),"ImageID":"sha256:0",
         "State":"\(container.state.rawValue)","Labels":\(json(container.configuration.labels ?? [:]))}
        """
    }
}

extension ScriptedCall {
    /// What is asked about: the path's last part.
    fileprivate var last: String { path.split(separator: "/").last.map(String.init) ?? "" }
}

extension ScriptedAnswer {
    fileprivate static let gone = ScriptedAnswer.failure(404, "there is no such object")
}
