import Synchronization

/// How far a command has come: until it has an engine it only reads, and can be left without a word.
final class CommandStage: Sendable {
    private enum Stage { case reading, working, left }

    private let stage = Mutex(Stage.reading)

    /// The command has an engine, or has ended: from now on it ends by itself.
    ///
    /// - Throws: `CancellationError` when it is being left already.
    func beginWork() throws {
        let isLeft = stage.withLock { stage in
            if stage == .reading { stage = .working }
            return stage == .left
        }
        if isLeft { throw CancellationError() }
    }

    /// Leaves the command where it still only reads.
    ///
    /// - Returns: whether it does.
    func leave() -> Bool {
        stage.withLock { stage in
            if stage == .reading { stage = .left }
            return stage == .left
        }
    }
}
