internal import EngineAPI
internal import FoundationEssentials
internal import Synchronization

/// An image in the memory of ``ScriptedContainers``.
struct ScriptedImage: Sendable {
    var id = "sha256:0"
    var labels: [String: String] = [:]
}

/// A network or volume in the memory of ``ScriptedContainers``.
struct ScriptedObject: Sendable {
    var document: String
    var labels: [String: String]
}

extension ScriptedContainers.Engine {
    /// An image by its reference or id; one that was not told of is like all others.
    func image(_ reference: String) -> ScriptedImage {
        images[reference] ?? images.values.first { $0.id == reference } ?? ScriptedImage()
    }
}

/// Images, networks and volumes.
extension ScriptedContainers {
    /// Sets what an image is; those of which nothing was said have the id `sha256:0` and no labels.
    ///
    /// - Parameters:
    ///   - reference: its name without a slash, as containers are made from it.
    ///   - id: its id; another one than before is a new image of the same name.
    ///   - labels: its labels; none unless given.
    public func setImage(_ reference: String, id: String, labels: [String: String] = [:]) {
        engine.withLock { $0.images[reference] = ScriptedImage(id: id, labels: labels) }
    }

    func playImages(on engine: ScriptedEngine) {
        let command = ScriptedContainer.json(command)
        engine.answer("GET /images/*/json") { [self] call in
            let name = call.path.split(separator: "/").dropFirst().first.map(String.init) ?? ""
            let image = self.engine.withLock { $0.image(name) }
            let labels = ScriptedContainer.json(image.labels)
            return .json(#"{"Id":"\#(image.id)","Config":{"Cmd":\#(command),"Labels":\#(labels)}}"#)
        }
    }

    func playNetworks(on engine: ScriptedEngine) {
        engine.answer("GET /networks") { [self] call in
            .json("[\(self.engine.withLock { Self.documents($0.networks, call) })]")
        }
        engine.answer("POST /networks/create") { [self] call in
            guard let named = Named(call) else { return .failure(400, "no name") }
            return self.engine.withLock { engine in
                guard engine.networks[named.name] == nil else { return .failure(409, "the network is there") }
                let body = String(decoding: call.body, as: UTF8.self)
                engine.networks[named.name] = ScriptedObject(
                    document: #"{"Id":"\#(named.name)",\#(body.dropFirst())"#, labels: named.labels ?? [:])
                return .json(#"{"Id":"\#(named.name)","Warning":""}"#, status: 201)
            }
        }
        engine.answer("GET /networks/*") { [self] call in
            self.engine.withLock { $0.networks[call.last] }.map { .json($0.document) } ?? .gone
        }
        engine.answer("DELETE /networks/*") { [self] call in
            self.engine.withLock { engine in
                let isInUse = engine.containers.contains { $0.isRunning && $0.networks.contains(call.last) }
                guard !isInUse else { return .failure(403, "containers are on it") }
                return engine.networks.removeValue(forKey: call.last) == nil ? .gone : .done
            }
        }
    }

    func playVolumes(on engine: ScriptedEngine) {
        engine.answer("GET /volumes") { [self] call in
            .json(#"{"Volumes":[\#(self.engine.withLock { Self.documents($0.volumes, call) })]}"#)
        }
        engine.answer("POST /volumes/create") { [self] call in
            guard let named = Named(call) else { return .failure(400, "no name") }
            let body = String(decoding: call.body, as: UTF8.self)
            self.engine.withLock {
                $0.volumes[named.name] = ScriptedObject(document: body, labels: named.labels ?? [:])
            }
            return .json(body, status: 201)
        }
        engine.answer("GET /volumes/*") { [self] call in
            self.engine.withLock { $0.volumes[call.last] }.map { .json($0.document) } ?? .gone
        }
        engine.answer("DELETE /volumes/*") { [self] call in
            self.engine.withLock { $0.volumes.removeValue(forKey: call.last) } == nil ? .gone : .done
        }
    }

    private static func documents(_ objects: [String: ScriptedObject], _ call: ScriptedCall) -> String {
        let filters = call.filters
        return objects.filter { filters.admit(labels: $0.value.labels) && filters.admit("name", $0.key) }
            .sorted { $0.key < $1.key }.map(\.value.document).joined(separator: ",")
    }

    private struct Named: Decodable {
        var name: String
        var labels: [String: String]?

        enum CodingKeys: String, CodingKey {
            case name = "Name"
            case labels = "Labels"
        }

        init?(_ call: ScriptedCall) {
            guard let named = try? JSONDecoder().decode(Named.self, from: Data(call.body)) else { return nil }
            self = named
        }
    }
}
