import Testing

@testable import HTTPTransport

@Suite(.timeLimit(.minutes(2))) struct TransferLimitsTests {
    private let start = ContinuousClock.now
    private func after(_ seconds: Int) -> ContinuousClock.Instant { start + .seconds(seconds) }

    @Test func `connecting is limited until the connection stands`() {
        var limits = TransferLimits(HTTPTimeouts(connect: .seconds(5)), startingAt: start)
        #expect(limits.deadline == after(5))
        #expect(limits.expired(at: after(4)) == nil)
        #expect(limits.expired(at: after(5)) == .connectTimedOut)
        limits.connected(at: after(4))
        #expect(limits.deadline == nil)
        #expect(limits.expired(at: after(100)) == nil)
    }

    @Test func `idle counts from the last byte, and not before the connection stands`() {
        var limits = TransferLimits(HTTPTimeouts(connect: nil, idle: .seconds(5)), startingAt: start)
        #expect(limits.deadline == nil)
        #expect(limits.expired(at: after(100)) == nil)
        limits.connected(at: after(10))
        #expect(limits.deadline == after(15))
        limits.active(at: after(14))
        #expect(limits.expired(at: after(18)) == nil)
        #expect(limits.expired(at: after(19)) == .idleTimedOut)
    }

    @Test func `our own pauses are not idle, and what follows them counts anew`() {
        var limits = TransferLimits(HTTPTimeouts(idle: .seconds(5)), startingAt: start)
        limits.connected(at: start)
        limits.paused(true, at: after(1))
        #expect(limits.deadline == nil)
        #expect(limits.expired(at: after(100)) == nil)
        limits.paused(false, at: after(100))
        #expect(limits.deadline == after(105))
        limits.paused(false, at: after(103))
        #expect(limits.expired(at: after(105)) == .idleTimedOut)
    }

    @Test func `the head is limited, and nothing after it`() {
        var limits = TransferLimits(HTTPTimeouts(connect: .seconds(5), head: .seconds(7)), startingAt: start)
        limits.connected(at: after(1))
        #expect(limits.deadline == after(7))
        #expect(limits.expired(at: after(7)) == .headTimedOut)
        limits.headCame()
        #expect(limits.deadline == nil)
        #expect(limits.expired(at: after(700)) == nil)
    }

    @Test func `the total goes on through everything`() {
        var limits = TransferLimits(
            HTTPTimeouts(connect: .seconds(5), idle: .seconds(5), total: .seconds(7)), startingAt: start)
        #expect(limits.deadline == after(5))
        limits.connected(at: after(4))
        #expect(limits.deadline == after(7))
        limits.paused(true, at: after(5))
        #expect(limits.expired(at: after(7)) == .totalTimedOut)
    }
}
