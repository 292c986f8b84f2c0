internal import AgentValues
internal import EngineAPI
internal import FoundationEssentials
internal import Synchronization

/// One container in the memory of ``ScriptedContainers``.
struct ScriptedContainer: Sendable {
    /// The end of one run, which may be waited for before that begins.
    final class Exit: Sendable {
        let gate: RawGate
        let code = Mutex(0)

        init() throws { gate = try RawGate() }
    }

    /// What the engine's own check has found.
    struct Health: Sendable {
        var status: ContainerHealth.Status
        var output: String
        var exitCode: Int
    }

    let id: String
    var name: String
    /// The body of its creation, which has the configuration.
    let body: String
    let configuration: ContainerConfiguration
    let imageID: String
    /// Where it stands among those that were made.
    let number: Int
    let created = EngineTime.now
    /// The engine's word, which need not be one that we know.
    var state = "created"
    var exitCode = 0
    var wasOOMKilled = false
    var error = ""
    var startedAt: EngineTime?
    var finishedAt: EngineTime?
    var restarts = 0
    var health: Health?
    var output: [(time: EngineTime, frame: LogFrame)] = []
    /// The end of the run that goes on, or of the next one.
    var exit: Exit
    /// Open when it is removed.
    let gone: RawGate

    /// Whether its command runs, frozen or not.
    var isRunning: Bool { ["running", "paused", "restarting"].contains(state) }

    var labels: [String: String] { configuration.labels ?? [:] }

    /// The networks that it is on when it runs.
    var networks: [String] {
        let named = configuration.networking.map { Array($0.endpoints.keys) } ?? []
        return named.isEmpty ? [configuration.host?.networkMode ?? "bridge"] : named
    }

    /// Its published ports, with one of the host where any would do.
    var ports: PortBindings {
        guard isRunning else { return [:] }
        var ports = configuration.host?.portBindings ?? [:]
        for (index, port) in ports.byPort.keys.sorted().enumerated() {
            ports[port] = ports[port].map { binding in
                PortBinding(hostAddress: binding.hostAddress, hostPort: binding.port ?? 32768 + number * 16 + index)
            }
        }
        return ports
    }

    // MARK: What is said of it

    /// `GET /containers/{id}/json`.
    var inspection: String {
        let mounts = (configuration.host?.mounts ?? []).map { mount in
            """
            {"Type":"\(mount.kind.rawValue)","Name":\(Self.json(mount.kind == .volume ? mount.source : nil)),
             "Source":\(Self.json(mount.source ?? "")),"Destination":\(Self.json(mount.target)),
             "RW":\(mount.isReadOnly != true)}
            """
        }
        let networks = networks.map { "\(Self.json($0)):{\"NetworkID\":\(Self.json($0))}" }.joined(separator: ",")
        return """
            {"Id":"\(id)","Name":"/\(name)","Created":"\(created)","Image":"\(imageID)","RestartCount":\(restarts),
             "Config":\(body),"HostConfig":\(Self.json(configuration.host)),"Mounts":[\(mounts.joined(separator: ","))],
             "NetworkSettings":{"Ports":\(Self.json(ports)),"Networks":{\(networks)}},"State":\(stateDocument)}
            """
    }

    private var stateDocument: String {
        let health = health.map { health in
            """
            ,"Health":{"Status":"\(health.status)","FailingStreak":\(health.exitCode == 0 ? 0 : 1),
             "Log":[{"ExitCode":\(health.exitCode),"Output":\(Self.json(health.output))}]}
            """
        }
        return """
            {"Status":"\(state)","Running":\(isRunning),"Paused":\(state == "paused"),
             "Restarting":\(state == "restarting"),"Dead":\(state == "dead"),"OOMKilled":\(wasOOMKilled),
             "ExitCode":\(exitCode),"Error":\(Self.json(error)),"StartedAt":"\(startedAt ?? .never)",
             "FinishedAt":"\(finishedAt ?? .never)"\(health ?? "")}
            """
    }

    /// One element of `GET /containers/json`.
    var summary: String {
        let ports = ports.byPort.sorted { $0.key < $1.key }.flatMap { port, bindings in
            bindings.map { binding in
                """
                {"IP":\(Self.json(binding.hostAddress)),"PrivatePort":\(port.number),"PublicPort":\(binding.port ?? 0),
                 "Type":"\(port.transport.rawValue)"}
                """
            }
        }
        return """
            {"Id":"\(id)","Names":["/\(name)"],"Image":\(Self.json(configuration.image)),"ImageID":"\(imageID)",
             "Created":\(created.seconds),"State":"\(state)","Ports":[\(ports.joined(separator: ","))],
             "Labels":\(Self.json(labels))}
            """
    }

    static func json(_ value: some Encodable) -> String {
        (try? JSONEncoder().encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "null"
    }

    /// What it has printed, as a stream of frames with heads, or without where it has a terminal.
    ///
    /// - Parameter hasTimes: whether each piece begins with its time.
    func frame(_ piece: (time: EngineTime, frame: LogFrame), hasTimes: Bool) -> [UInt8] {
        let bytes = (hasTimes ? Array("\(piece.time) ".utf8) : []) + piece.frame.bytes
        return configuration.hasTerminal == true ? bytes : LogFrame(piece.frame.stream, bytes).onTheWire
    }
}

extension LogFrame {
    /// With the head of Docker's multiplexed streams.
    var onTheWire: [UInt8] {
        let length = UInt32(bytes.count)
        return [stream.rawValue, 0, 0, 0] + (0..<4).map { UInt8(truncatingIfNeeded: length >> (24 - 8 * $0)) } + bytes
    }
}
