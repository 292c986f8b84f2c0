import Testing

@testable import AgentCommands

@Suite(.timeLimit(.minutes(5))) struct InterruptionTests {
    @Test func stepsInOrder() {
        let interruption = Interruption()
        #expect(!interruption.isRequested)
        guard case .cancel = interruption.register() else { return void("the first must cancel") }
        #expect(interruption.isRequested && !interruption.isHurried)
        guard case .hurry = interruption.register() else { return void("the second must hurry") }
        #expect(interruption.isHurried)
        guard case .giveUp = interruption.register() else { return void("the third must give up") }
        guard case .giveUp = interruption.register() else { return void("so must the fourth") }
    }

    @Test func whereAgentsAreBeingStoppedTheFirstSignalHurries() async {
        let interruption = Interruption()
        interruption.beginStopping()
        guard case .hurry = interruption.register() else { return void("the first must hurry") }
        #expect(interruption.isHurried)
        #expect(await interruption.hurried())
        guard case .cancel = interruption.register() else { return void("the second must cancel") }
        guard case .giveUp = interruption.register() else { return void("the third must give up") }
    }

    @Test func afterASignalStoppingChangesNothing() {
        let interruption = Interruption()
        _ = interruption.register()
        interruption.beginStopping()
        #expect(!interruption.isHurried)
        guard case .hurry = interruption.register() else { return void("the second must hurry") }
    }

    @Test func theSecondSignalEndsTheWait() async {
        let interruption = Interruption()
        _ = interruption.register()
        async let wait = interruption.hurried()
        _ = interruption.register()
        #expect(await wait)
        // Whoever comes later does not wait.
        #expect(await interruption.hurried())
    }

    @Test func cancellationEndsTheWait() async {
        let interruption = Interruption()
        let task = Task { await interruption.hurried() }
        task.cancel()
        #expect(await task.value == false)
        #expect(!interruption.isHurried)
    }

    private func void(_ message: Comment) { Issue.record(message) }
}
