import AgentRuntime
import Glibc
import Synchronization
import SystemPackage

/// Says what happens to files, as it happens.
///
/// It has a thread of its own, which owns everything that the kernel gives for it. It ends with its last reference.
final class FolderWatcher: Sendable {
    private let requests: Requests

    private init(_ requests: Requests) { self.requests = requests }

    deinit { requests.add(.end) }

    /// Begins watching; what happens after this returns is reported.
    ///
    /// - Parameter report: called on the watcher's thread; it must return soon.
    /// - Throws: ``CommandError`` when the system's limits do not allow it.
    static func start(
        _ scope: WatchScope, report: @escaping @Sendable (WatchEvent) -> Void
    ) async throws -> FolderWatcher {
        guard let wake = WakePipe() else { throw WatchFailure.instances(.tooManyOpenFiles) }
        let requests = Requests(wake)
        guard SystemThread.start({ requests.serve(report) }) else {
            throw WatchFailure.instances(.resourceTemporarilyUnavailable)
        }
        let watcher = FolderWatcher(requests)
        try await watcher.cover(scope)
        return watcher
    }

    /// Watches this instead of what was watched before.
    ///
    /// - Throws: as ``start(_:report:)``.
    func cover(_ scope: WatchScope) async throws {
        try await withCheckedThrowingContinuation { requests.add(.cover(scope, $0)) }
    }
}

/// What the thread is asked to do.
private final class Requests: Sendable {
    enum Request: Sendable {
        case cover(WatchScope, CheckedContinuation<Void, any Error>)
        case end
    }

    private let wake: WakePipe
    private let waiting = Mutex<[Request]>([])

    init(_ wake: WakePipe) { self.wake = wake }

    func add(_ request: Request) {
        waiting.withLock { $0.append(request) }
        wake.send(0)
    }

    private func next() -> Request? { waiting.withLock { $0.isEmpty ? nil : $0.removeFirst() } }

    /// The thread.
    func serve(_ report: @escaping @Sendable (WatchEvent) -> Void) {
        var table: InotifyTable?
        while true {
            while let request = next() {
                switch request {
                case .end: return
                case .cover(let scope, let continuation):
                    continuation.resume(
                        with: Result {
                            let open = try table ?? InotifyTable(report: report)
                            table = open
                            try open.cover(scope)
                        })
                }
            }
            var descriptors = [
                pollfd(fd: wake.readEnd, events: Int16(POLLIN), revents: 0),
                pollfd(fd: table?.descriptor ?? -1, events: Int16(POLLIN), revents: 0),
            ]
            guard poll(&descriptors, 2, -1) >= 0 else { continue }
            if descriptors[0].revents != 0 { _ = wake.receive() }
            guard descriptors[1].revents != 0 else { continue }
            do { try table?.readEvents() } catch {
                report(.failed(error))
                table = nil
            }
        }
    }
}
