import Diagnostics
import SeccompProfiles
import Testing

/// From what strace counted to a profile.
@Suite(.timeLimit(.minutes(2))) struct LearningTests {
    private static let table = """
        hello from the program
        strace: Process 12 attached
        % time     seconds  usecs/call     calls    errors syscall
        ------ ----------- ----------- --------- --------- ----------------
         61.11    0.000110          11        10           mmap
         20.00    0.000036          18         2         1 openat
         18.89    0.000034          34         1           socket
          0.00    0.000000           0         1         1 keyctl
        ------ ----------- ----------- --------- --------- ----------------
        100.00    0.000180          10        14         2 total
        """

    @Test func summariesAreAddedUp() throws {
        let summary = try StraceSummary(parsing: Self.table + "\n" + Self.table)
        #expect(summary.counts == ["mmap": 20, "openat": 4, "socket": 2, "keyctl": 2])
    }

    @Test(arguments: ["", "some words\n", String(table.prefix(400))])
    func withoutAWholeTableItFails(_ text: String) {
        #expect(throws: SeccompError.self) { try StraceSummary(parsing: text) }
    }

    @Test func theProfileIsSmallAndKeepsConditions() throws {
        let profile = SeccompProfile.learned(from: ["mmap", "socket", "keyctl", "not_a_call"], for: .x86_64)
        #expect(profile.allowedCalls.contains("keyctl") && !profile.allowedCalls.contains("listen"))
        #expect(profile.allowedCalls.count < 65)
        #expect(profile.groups.last?.syscalls == ["keyctl"])
        let program = BPFProgram(try SeccompFilter(profile))
        #expect(try program.answer(to: 41, [2, 1, 0]) == FilterTests.allow)
        #expect(try program.answer(to: 41, [17, 3, 0]) == FilterTests.refuse)
        #expect(try program.answer(to: 435) == FilterTests.absent)
        // The one warning is about the call that the default profile does not have.
        #expect(profile.check().map(\.code) == ["seccomp.risky"])
    }
}
