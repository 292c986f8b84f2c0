public import AgentValues
public import EngineAPI
internal import Synchronization

/// Containers, networks and volumes that a ``ScriptedEngine`` plays: they are made, started, waited for, renamed, stopped and removed,
/// and what they were made from is what an inspection says. So whole runs, and projects of many agents, can be tested without a
/// process.
///
/// The engine says that it is on another host, because on this one a run looks at the container's processes: let it listen on a port.
///
/// ```swift
/// let engine = try ScriptedEngine(on: .tcp)
/// let containers = ScriptedContainers(on: engine)
/// let runtime = EngineRuntime(try await engine.connect()).wrapped(by: [MyHook()])
/// let container = try await runtime.run(options).container
/// containers.print("hello\n", of: container.name)
/// containers.end(container.name, code: 3)
/// ```
///
/// Patterns that are set afterwards win, so that single calls can be made to fail; ``ScriptedEngine/change(_:times:_:)`` lets a call be
/// carried out and its answer be lost or late. Everywhere a container is called by its name or its id.
public final class ScriptedContainers: Sendable {
    /// What a program answers that is executed in a container.
    public typealias Program = @Sendable (_ container: String, _ words: [String], _ input: [UInt8]) -> ScriptedExec

    struct Engine {
        var containers: [ScriptedContainer] = []
        var networks: [String: ScriptedObject] = [:]
        var volumes: [String: ScriptedObject] = [:]
        var images: [String: ScriptedImage] = [:]
        /// By the container's name and the path.
        var files: [String: [String: ScriptedFile]] = [:]
        var events: [ScriptedEvent] = []
        var execs: [ScriptedExec.Started] = []
        var program: Program = { _, _, _ in ScriptedExec(exitCode: 127) }
        var made = 0
        /// After how many pieces the next streams of output break.
        var cuts: [Int] = []
        /// How often all streams were broken.
        var breaks = 0
        /// Opens with the next change, for streams that wait for it.
        var changed = try? RawGate()

        /// Where a container is, by its id or name.
        func index(of container: String) -> Int? {
            containers.firstIndex { $0.id == container || $0.name == container }
        }

        /// Wakes those who wait for a change.
        mutating func wake() {
            let gate = changed
            changed = try? RawGate()
            gate?.open()
        }
    }

    let engine = Mutex(Engine())
    /// The image's command.
    let command: [String]

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
        playChanges(on: engine)
        playOutput(on: engine)
        playUsage(on: engine)
        playExecs(on: engine)
        playFiles(on: engine)
        playEvents(on: engine)
        playNetworks(on: engine)
        playVolumes(on: engine)
    }

    // MARK: What is there

    /// The names of the containers that are there, oldest first.
    public var names: [String] { engine.withLock { $0.containers.map(\.name) } }

    /// The containers that are there and the engine's word for each, such as `running`, by name.
    public var states: [String: String] {
        engine.withLock { engine in
            Dictionary(engine.containers.map { ($0.name, $0.state) }) { first, _ in first }
        }
    }

    /// The id of a container; nil when it is not there.
    public func id(of container: String) -> String? {
        engine.withLock { engine in engine.index(of: container).map { engine.containers[$0].id } }
    }

    /// The names of the networks and volumes that are there, sorted.
    public var others: [String] { engine.withLock { (Array($0.networks.keys) + $0.volumes.keys).sorted() } }

    // MARK: What happens

    /// Ends the command of a running container.
    ///
    /// - Parameters:
    ///   - container: its name or id.
    ///   - code: its exit code.
    ///   - outOfMemory: whether the kernel ended it for want of memory.
    public func end(_ container: String, code: Int, outOfMemory: Bool = false) {
        change(container) { container, engine in
            guard container.isRunning else { return }
            container.end(code: code, &engine)
            container.wasOOMKilled = outOfMemory
        }
    }

    /// Lets the engine say another word for where a container is in its life, such as `restarting`, and how often it started it again.
    public func setState(_ word: String, restarts: Int = 0, of container: String) {
        change(container) { container, _ in
            container.state = word
            container.restarts = restarts
        }
    }

    /// Sets what the engine's own check has found.
    ///
    /// - Parameters:
    ///   - status: the word for it.
    ///   - output: what the last check printed.
    ///   - exitCode: of the last check.
    ///   - container: its name or id.
    public func setHealth(
        _ status: ContainerHealth.Status, output: String = "", exitCode: Int = 0, of container: String
    ) {
        change(container) { container, _ in
            container.health = .init(status: status, output: output, exitCode: exitCode)
        }
    }

    /// Lets a container print a piece of output.
    ///
    /// - Parameters:
    ///   - text: what it prints.
    ///   - stream: where to; standard output unless given.
    ///   - time: when; now unless given.
    ///   - container: its name or id.
    public func print(
        _ text: String, on stream: LogFrame.Stream = .stdout, at time: EngineTime = .now, of container: String
    ) {
        change(container) { container, _ in container.output.append((time, LogFrame(stream, Array(text.utf8)))) }
    }

    /// Breaks the next stream of output after so many pieces.
    public func cutOutput(afterPieces count: Int) { engine.withLock { $0.cuts.append(count) } }

    /// Breaks all streams of output and of events that are open.
    public func breakStreams() {
        engine.withLock { engine in
            engine.breaks += 1
            engine.wake()
        }
    }

    /// Sets what programs answer that are executed in containers. Without, no program is there.
    public func setProgram(_ program: @escaping Program) { engine.withLock { $0.program = program } }

    /// Changes a container that is there, and wakes who waits for that.
    ///
    /// - Returns: what `body` returns; nil when the container is not there.
    @discardableResult
    func change<Value>(_ name: String, _ body: (inout ScriptedContainer, inout Engine) -> Value) -> Value? {
        engine.withLock { engine in
            guard let index = engine.index(of: name) else { return nil }
            var container = engine.containers[index]
            let value = body(&container, &engine)
            engine.containers[index] = container
            engine.wake()
            return value
        }
    }

    /// Answers calls about a container that is there; others get 404.
    func on(
        _ pattern: String, of engine: ScriptedEngine,
        _ answer: @escaping @Sendable (ScriptedContainer, ScriptedCall) -> ScriptedAnswer
    ) {
        engine.answer(pattern) { [self] call in
            let name = call.path.split(separator: "/").dropFirst().first.map(String.init) ?? ""
            let found = self.engine.withLock { engine in engine.index(of: name).map { engine.containers[$0] } }
            return found.map { answer($0, call) } ?? .gone
        }
    }
}

extension ScriptedAnswer {
    static let gone = ScriptedAnswer.failure(404, "there is no such object")
    static let notRunning = ScriptedAnswer.failure(409, "the container does not run")
}
