import Testing

@testable import AgentCommands

@Suite(.timeLimit(.minutes(2))) struct MutableTests {
    @Test func changesOfParallelTasksAreNotLost() async {
        let numbers = Mutable(Set<Int>())
        await withTaskGroup { group in
            for number in 0..<1000 {
                group.addTask { numbers.update { $0.insert(number) } }
            }
        }
        #expect(numbers.value.count == 1000)
    }
}
