/// The time as the loop's thread saw it last: read once a round, as reading it per byte would cost more than it tells.
final class LoopClock {
    private(set) var now = ContinuousClock.now

    func update() { now = ContinuousClock.now }
}
