public import EngineAPI

/// How a running container is reached from this process.
///
/// It is read from the kernel, never guessed from the engine's address: what listens behind a socket of this host can be an engine of
/// another one, an engine of this host can have a network of its own, and at a container's address another host may answer.
public struct ContainerReach: Sendable, Hashable {
    /// Where its ports are, the container itself and nothing in between: its addresses to which a link of ours leads, or the
    /// loopback address where it has our network. Empty where nothing leads to it.
    public var addresses: [String]
    /// Whether the ports that are published for it are published in our network.
    public var hasItsPorts: Bool

    /// Looks now.
    ///
    /// - Parameter container: as it was inspected while it runs.
    public init(_ container: ContainerInspection) {
        guard let process = ContainerProcess(of: container) else {
            (addresses, hasItsPorts) = ([], false)
            return
        }
        // Whoever keeps a container, conmon or a shim, is in the network in which its engine publishes ports.
        hasItsPorts = NetworkNamespace.isOwn(ofProcess: process.keeper)
        if NetworkNamespace.isOwn(ofProcess: process.number) {
            addresses = ["127.0.0.1"]
        } else if NetworkNamespace.isJoined(toThatOf: process.number) {
            let links = LocalLinks()
            addresses = container.network.networks.sorted { $0.key < $1.key }.compactMap(\.value.address)
                .filter(links.lead(to:))
        } else {
            addresses = []
        }
    }
}

/// The first process of a container, where it is a process of this host.
struct ContainerProcess: Sendable, Hashable {
    var number: Int
    /// Its parent, which the engine has left with it.
    var keeper: Int

    /// Nil where this process does not see it. A process with the same number that is somebody else's, as seen from another process
    /// namespace, is not mistaken for it: its control group or its keeper's arguments must name the container.
    init?(of container: ContainerInspection) {
        number = container.state.pid
        guard number > 0, !container.id.isEmpty, let status = KernelView.text("/proc/\(number)/status"),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix("PPid:") }),
            let parent = line.split(whereSeparator: \.isWhitespace).last.flatMap({ Int($0) }), parent > 0
        else { return nil }
        keeper = parent
        // Without control groups, such as on a rootless engine, only the second is there.
        let isNamed =
            ControlGroups(of: number)?.paths.contains { $0.contains(container.id) } ?? false
            || KernelView.text("/proc/\(keeper)/cmdline")?.contains(container.id) ?? false
        guard isNamed else { return nil }
    }
}
