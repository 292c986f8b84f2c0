internal import Glibc
internal import Synchronization

/// What the connections of a ``FaultProxy`` share.
final class FaultProxyCore: Sendable {
    private struct State {
        var calls: [ProxiedCall] = []
        var underWay: Set<Int> = []
        var nextWaiter = 0
        var waiters: [Int: CheckedContinuation<Void, Never>] = [:]
        var rule: FaultRule?
        /// The socket that refuses connections, while they are.
        var deaf: Int32?
        var isEnded = false
    }

    let enginePath: String
    let stopping: RawGate?
    private let observer: FaultProxy.Observer?
    private let listeningPath: Mutex<String>
    private let state: Mutex<State>

    init(enginePath: String, rule: FaultRule?, observer: FaultProxy.Observer?) {
        self.enginePath = enginePath
        self.observer = observer
        stopping = try? RawGate()
        listeningPath = Mutex("")
        state = Mutex(State(rule: rule))
    }

    var calls: [ProxiedCall] { state.withLock { $0.calls } }
    var rule: FaultRule? { state.withLock { $0.rule } }

    func listens(at path: String) { listeningPath.withLock { $0 = path } }

    // MARK: Calls

    func arrived(method: String, target: String) -> (ProxiedCall, Fault?) {
        state.withLock { state in
            let call = ProxiedCall(index: state.calls.count + 1, method: method, target: target)
            state.calls.append(call)
            state.underWay.insert(call.index)
            return (call, state.rule.flatMap { $0.strikes(call.index) ? $0.fault : nil })
        }
    }

    func answered(_ index: Int, _ answer: MessageFraming) {
        state.withLock { state in
            state.calls[index - 1].status = answer.status
            state.calls[index - 1].hasBody = answer.hasBody
            state.calls[index - 1].isChunked = answer.isChunked
        }
    }

    func left(_ index: Int) {
        let waiters = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            state.underWay.remove(index)
            guard state.underWay.isEmpty else { return [] }
            defer { state.waiters = [:] }
            return Array(state.waiters.values)
        }
        waiters.forEach { $0.resume() }
    }

    func observe(_ call: ProxiedCall, _ moment: FaultProxy.Moment) { observer?(call, moment) }

    /// Returns once no call is under way, or the task is cancelled.
    func idle() async {
        let id = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isDue = state.withLock { state in
                    if state.underWay.isEmpty || Task.isCancelled { return true }
                    state.waiters[id] = continuation
                    return false
                }
                if isDue { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: id) }?.resume()
        }
    }

    // MARK: Refusing

    /// Puts a socket without a listener in the place of ours; for good, or for a time.
    func refuse(for time: Duration?) {
        let path = listeningPath.withLock(\.self)
        let isNew = state.withLock { state in
            guard state.deaf == nil, !state.isEnded, rename(path, path + ".hidden") == 0 else { return false }
            state.deaf = try? RawSocket.bindDeaf(path)
            return true
        }
        guard isNew, let time else { return }
        let timer = try? RawThread { [self] in
            var request = pollfd(fd: stopping?.readEnd ?? -1, events: Int16(POLLIN), revents: 0)
            poll(&request, 1, Int32(time / .milliseconds(1)))
            listenAgain()
        }
        timer?.detach()
    }

    func heal() {
        state.withLock { $0.rule = nil }
        listenAgain()
    }

    private func listenAgain() {
        let path = listeningPath.withLock(\.self)
        state.withLock { state in
            guard let deaf = state.deaf else { return }
            rename(path + ".hidden", path)
            close(deaf)
            state.deaf = nil
        }
    }

    /// Puts everything in its place for the server's end.
    func end() {
        listenAgain()
        state.withLock { $0.isEnded = true }
        stopping?.open()
    }
}
