import CCurl
import CCurlShims
import HTTPTypes
import Logging

/// What the loop's thread does: takes commands, lets libcurl work, hands over what came, and waits.
final class TransferDriver {
    private let loop: TransferLoop
    private let wakeup: Wakeup
    private let clock = LoopClock()
    private let fieldLines = FieldLineCache()
    private let multi: UnsafeMutableRawPointer?
    private var transfers: [ObjectIdentifier: RequestTransfer] = [:]
    private var upgrades: [ObjectIdentifier: UpgradeTransfer] = [:]
    /// When to connect again, for transfers whose handle was taken out of libcurl until then.
    private var postponed: [ObjectIdentifier: ContinuousClock.Instant] = [:]
    private static let reconnectPause = Duration.milliseconds(20)
    private var idleHandles: [EasyHandle] = []
    private var waiting: [curl_waitfd] = []
    private var waitingUpgrades: [UpgradeTransfer] = []
    /// Where bytes of hijacked connections arrive; one for all, as they are handed on at once.
    private let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 * 1024, alignment: 16)
    private static let longestWait: Int32 = 60_000
    /// Connections that libcurl keeps for reuse.
    private static let keptConnections = 32
    private static let keptHandles = 8

    init(loop: TransferLoop, wakeup: Wakeup) {
        self.loop = loop
        self.wakeup = wakeup
        multi = CurlLibrary.isReady ? curl_multi_init() : nil
        if let multi { _ = aac_curl_multi_setopt_long(multi, CURLMOPT_MAXCONNECTS, Self.keptConnections) }
    }

    deinit { scratch.deallocate() }

    func run() {
        guard let multi else { return refuseAll() }
        while true {
            clock.update()
            let delivery = loop.receive()
            if delivery.isStopping {
                refuse(delivery.commands)
                break
            }
            for command in delivery.commands { carryOut(command, multi) }
            if !postponed.isEmpty { retryPostponed(multi) }
            var running: Int32 = 0
            _ = curl_multi_perform(multi, &running)
            finishDone(multi)
            for transfer in transfers.values where transfer.isTouched { transfer.flush() }
            for upgrade in upgrades.values where upgrade.isDue { upgrade.work(scratch) }
            expire(multi)
            wait(multi)
        }
        endAll(multi)
        curl_multi_cleanup(multi)
    }

    // MARK: Commands

    private func carryOut(_ command: TransferLoop.Command, _ multi: UnsafeMutableRawPointer) {
        switch command {
        case .start(let call): start(call, multi)
        case .receive(let exchange):
            transfers[ObjectIdentifier(exchange)]?.resumeReceiving()
            upgrades[ObjectIdentifier(exchange)]?.isDue = true
        case .send(let exchange):
            transfers[ObjectIdentifier(exchange)]?.resumeSending()
            upgrades[ObjectIdentifier(exchange)]?.isDue = true
        case .hangUp(let exchange):
            guard let transfer = transfers[ObjectIdentifier(exchange)], !transfer.hangUp() else { return }
            carryOut(.cancel(exchange), multi)
        case .cancel(let exchange):
            if let transfer = transfers[ObjectIdentifier(exchange)] {
                remove(transfer, multi)
                transfer.end(CancellationError(), discarding: true)
            } else if let upgrade = upgrades[ObjectIdentifier(exchange)] {
                remove(upgrade, multi)
                upgrade.end(CancellationError(), discarding: true)
            }
        }
    }

    private func start(_ call: Call, _ multi: UnsafeMutableRawPointer) {
        guard !call.exchange.isCancelled else { return call.fail(CancellationError()) }
        loop.options.logger?.trace("starting a transfer", metadata: ["request": "\(call.request.label)"])
        switch call.waiter {
        case .request(let waiter):
            guard let handle = idleHandles.popLast() ?? EasyHandle() else { return call.fail(outOfMemory(call)) }
            let transfer = RequestTransfer(
                call.exchange, waiter: waiter, handle: handle, clock: clock, fieldLines: fieldLines)
            let result = transfer.configure(loop.options)
            guard result == CURLE_OK else {
                handle.transfer = nil
                return transfer.complete(result)
            }
            let added = curl_multi_add_handle(multi, handle.pointer)
            guard added == CURLM_OK else {
                handle.transfer = nil
                return transfer.end(refusal(added, of: call))
            }
            transfers[ObjectIdentifier(call.exchange)] = transfer
        case .upgrade(let waiter):
            guard let handle = EasyHandle() else { return call.fail(outOfMemory(call)) }
            let upgrade = UpgradeTransfer(call, waiter: waiter, handle: handle, clock: clock)
            let result = upgrade.configure(loop.options)
            guard result == CURLE_OK else { return upgrade.connected(result) }
            let added = curl_multi_add_handle(multi, handle.pointer)
            guard added == CURLM_OK else { return upgrade.end(refusal(added, of: call)) }
            upgrades[ObjectIdentifier(call.exchange)] = upgrade
        }
    }

    private func outOfMemory(_ call: Call) -> HTTPTransportError { call.error(.other, "libcurl has no memory") }

    private func refusal(_ result: CURLMcode, of call: Call) -> HTTPTransportError {
        call.error(.other, "libcurl refuses the transfer: \(String(cString: curl_multi_strerror(result)))")
    }

    // MARK: Ends

    private func finishDone(_ multi: UnsafeMutableRawPointer) {
        var queued: Int32 = 0
        while let message = curl_multi_info_read(multi, &queued) {
            guard message.pointee.msg == CURLMSG_DONE, let pointer = message.pointee.easy_handle else { continue }
            let result = aac_curl_message_result(message)
            if let transfer = RequestTransfer.of(pointer) {
                guard !postpone(transfer.exchange, transfer.request, transfer.handle, result, multi) else { continue }
                // Whoever waits is told first, so that it works while this thread tidies up.
                transfer.complete(result)
                remove(transfer, multi, keepingHandle: result == CURLE_OK)
            } else if let upgrade = upgrades.values.first(where: { $0.handle.pointer == pointer }) {
                guard !postpone(upgrade.exchange, upgrade.request, upgrade.handle, result, multi) else { continue }
                upgrade.connected(result)
            }
        }
    }

    /// A Unix socket whose backlog is full has no queue to wait in, as TCP has: connect(2) fails with EAGAIN, which libcurl
    /// takes for a connection under way and then for one that failed without an error number. So we try again, until the
    /// connect limit passes.
    private func postpone(
        _ exchange: Exchange, _ request: WireRequest, _ handle: EasyHandle, _ result: CURLcode,
        _ multi: UnsafeMutableRawPointer
    ) -> Bool {
        guard result == CURLE_COULDNT_CONNECT, case .unix = request.endpoint, handle.systemError == nil else {
            return false
        }
        _ = curl_multi_remove_handle(multi, handle.pointer)
        postponed[ObjectIdentifier(exchange)] = clock.now + Self.reconnectPause
        return true
    }

    private func retryPostponed(_ multi: UnsafeMutableRawPointer) {
        for (id, due) in postponed where due <= clock.now {
            postponed[id] = nil
            guard let handle = transfers[id]?.handle ?? upgrades[id]?.handle else { continue }
            _ = curl_multi_add_handle(multi, handle.pointer)
        }
    }

    private func expire(_ multi: UnsafeMutableRawPointer) {
        for transfer in transfers.values {
            guard let error = transfer.expired() else { continue }
            remove(transfer, multi)
            transfer.end(error)
        }
        for upgrade in upgrades.values {
            if let error = upgrade.expired() { upgrade.end(error) }
            if upgrade.isOver { remove(upgrade, multi) }
        }
    }

    /// Takes a transfer's handle out of libcurl: a connection within a transfer is closed, one between transfers is kept.
    private func remove(
        _ transfer: RequestTransfer, _ multi: UnsafeMutableRawPointer, keepingHandle: Bool = false
    ) {
        transfers[ObjectIdentifier(transfer.exchange)] = nil
        postponed[ObjectIdentifier(transfer.exchange)] = nil
        _ = curl_multi_remove_handle(multi, transfer.handle.pointer)
        let handle = transfer.handle
        handle.release()
        // The error number of a failed socket stays with its handle, and would be taken for the next transfer's.
        guard keepingHandle, idleHandles.count < Self.keptHandles, handle.systemError == nil else { return }
        idleHandles.append(handle)
    }

    private func remove(_ upgrade: UpgradeTransfer, _ multi: UnsafeMutableRawPointer) {
        upgrades[ObjectIdentifier(upgrade.exchange)] = nil
        postponed[ObjectIdentifier(upgrade.exchange)] = nil
        _ = curl_multi_remove_handle(multi, upgrade.handle.pointer)
    }

    private func endAll(_ multi: UnsafeMutableRawPointer) {
        for upgrade in upgrades.values {
            remove(upgrade, multi)
            upgrade.end(upgrade.request.error(.shutdown, "the client was shut down"))
        }
        for transfer in transfers.values {
            remove(transfer, multi)
            transfer.end(transfer.request.error(.shutdown, "the client was shut down"))
        }
        idleHandles = []
    }

    private func refuse(_ commands: [TransferLoop.Command]) {
        for case .start(let call) in commands { call.fail(call.error(.shutdown, "the client was shut down")) }
    }

    /// Without libcurl, every call fails until the client is shut down.
    private func refuseAll() {
        while true {
            let delivery = loop.receive()
            for case .start(let call) in delivery.commands { call.fail(call.error(.other, "libcurl does not start")) }
            if delivery.isStopping { return }
            wakeup.wait()
        }
    }

    // MARK: Waiting

    /// Sleeps until libcurl, a hijacked connection or a command has something to do, or a limit passes.
    private func wait(_ multi: UnsafeMutableRawPointer) {
        waiting.removeAll(keepingCapacity: true)
        waiting.append(
            curl_waitfd(fd: wakeup.descriptor, events: Int16(truncatingIfNeeded: CURL_WAIT_POLLIN), revents: 0))
        waitingUpgrades.removeAll(keepingCapacity: true)
        for upgrade in upgrades.values {
            guard let interest = upgrade.interest else { continue }
            waiting.append(interest)
            waitingUpgrades.append(upgrade)
        }
        _ = curl_multi_poll(multi, &waiting, UInt32(waiting.count), timeout(), nil)
        if waiting[0].revents != 0 { wakeup.clear() }
        for (index, upgrade) in waitingUpgrades.enumerated() where waiting[index + 1].revents != 0 {
            upgrade.isDue = true
        }
    }

    /// Milliseconds until the next limit, rounded up, at most a minute. libcurl shortens it for its own timers.
    private func timeout() -> Int32 {
        if upgrades.values.contains(where: { $0.isDue }) { return 0 }
        if transfers.values.contains(where: { $0.isTouched }) { return 0 }
        var earliest = postponed.values.min()
        for transfer in transfers.values {
            if let deadline = transfer.limits.deadline { earliest = min(earliest ?? deadline, deadline) }
        }
        for upgrade in upgrades.values {
            if let deadline = upgrade.limits.deadline { earliest = min(earliest ?? deadline, deadline) }
        }
        guard let earliest else { return Self.longestWait }
        let left = clock.now.duration(to: earliest)
        guard left > .zero else { return 0 }
        guard left < .milliseconds(Self.longestWait) else { return Self.longestWait }
        return Int32(left / .milliseconds(1)) + 1
    }
}
