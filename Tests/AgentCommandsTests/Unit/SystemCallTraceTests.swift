import Diagnostics
import Foundation
import SeccompProfiles
import Testing

@testable import AgentCommands

@Suite(.timeLimit(.minutes(2))) struct SystemCallTraceTests {
    private static let text = """
        1234  execve(0x55, 0x7ffe, 0x7ffd) = 0
        1234  socket(0x2, 0x80001, 0 <unfinished ...>
        1235  accept4(0x3, 0, 0, 0x80000 <unfinished ...>
        1234  <... socket resumed>)             = 0x3
        1234  socket(0x11, 0x3, 0x300)  = -1 EPERM (Operation not permitted)
        1234  --- SIGCHLD {si_signo=SIGCHLD} ---
        1234  restart_syscall(<... resuming interrupted read ...>) = 0
        1235  clone(0x1200011, 0, 0, 0x7f, 0x1) = 1236
        1236  syscall_0x1c9(0x1, 0x2) = -1 ENOSYS
        1236  +++ exited with 0 +++

        """

    @Test func callsCountFromTheirBeginning() {
        var trace = SystemCallTrace()
        trace.read(Array(Self.text.utf8))
        #expect(trace.calls == ["execve", "socket", "accept4", "restart_syscall", "clone", "syscall_0x1c9"])
        #expect(trace.arguments["socket"] == [[2, 0x80001, 0], [0x11, 3, 0x300]])
        #expect(trace.arguments["clone"]?.first?.first == 0x0120_0011)
    }

    @Test(arguments: [1, 2, 7, 50]) func piecesMakeNoDifference(_ size: Int) {
        var whole = SystemCallTrace()
        whole.read(Array(Self.text.utf8))
        var trace = SystemCallTrace()
        var rest = Array(Self.text.utf8)[...]
        while !rest.isEmpty {
            trace.read(rest.prefix(size))
            rest = rest.dropFirst(size)
        }
        #expect(trace.calls == whole.calls && trace.arguments == whole.arguments)
    }

    @Test func argumentsBeyondTheDefaultAreAllowedToo() {
        var trace = SystemCallTrace()
        trace.read(Array(Self.text.utf8))
        let (profile, unknown) = trace.profile(named: "x")
        #expect(profile.groups.last?.name == "beyond-conditions" && profile.groups.last?.syscalls == ["socket"])
        #expect(unknown == ["syscall_0x1c9"])
        #expect(!profile.check().contains { $0.severity == .error })
        #expect(profile.allowedCalls.contains("accept4") && !profile.allowedCalls.contains("listen"))
    }

    @Test func ordinaryArgumentsStayBound() {
        var trace = SystemCallTrace()
        trace.read(line: "1  socket(0x2, 0x1, 0) = 3")
        let profile = trace.profile(named: "x").profile
        #expect(!profile.groups.contains { $0.name == "beyond-conditions" })
        #expect(profile.groups.filter { $0.syscalls.contains("socket") }.allSatisfy { !$0.alternatives.isEmpty })
    }
}
