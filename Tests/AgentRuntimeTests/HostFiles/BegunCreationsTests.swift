import AgentTesting
import EngineAPI
import Glibc
import Testing

@testable import AgentRuntime

@Suite(.timeLimit(.minutes(5))) struct BegunCreationsTests {
    private let project = TestEngine.uniqueName("begun")
    private let engine = EngineAddress.unix(path: "/nowhere.sock")
    private var begun: BegunCreations { BegunCreations(project: project, on: engine) }
    private var folder: String { "\(HostState.base)/begun/\(HostState.name(ofProject: project, on: engine))" }

    /// What a process that was killed leaves.
    private func abandon(_ subject: RunJournal.Entry, secondsAgo age: Int = 0) throws {
        let folder = try #require(
            try HostState.folder("begun", making: true)?
                .folder(HostState.name(ofProject: project, on: engine), making: 0o700))
        let path = try folder.write(subject.description.utf8, to: AgentIdentity.newRun(), mode: 0o600)
        var times = [timeval(tv_sec: time(nil) - age, tv_usec: 0), timeval(tv_sec: time(nil) - age, tv_usec: 0)]
        utimes(path, &times)
    }

    @Test func onlyWhatDeadProcessesBeganIsAbandoned() throws {
        let note = begun.begin(.network("alive"))
        #expect(note != nil)
        try abandon(.network("dead"))
        try abandon(.network("long-ago"), secondsAgo: 90)
        #expect(try begun.abandoned() == [.network("dead")])
        #expect(try BegunCreations(project: project, on: .unix(path: "/other.sock")).abandoned() == [])
        try begun.forgetAbandoned()
        #expect(try begun.abandoned() == [])
        withExtendedLifetime(note) { #expect(access(folder, F_OK) == 0) }
    }

    @Test(arguments: [
        RunJournal.Entry.container("shop-a-1"), .network("shop_agents"), .volume("v"), .folder("/run/a b"),
    ])
    func entriesAreReadAsTheyAreWritten(_ entry: RunJournal.Entry) {
        #expect(RunJournal.Entry(entry.description) == entry)
        #expect(RunJournal.Entry("network") == nil && RunJournal.Entry("thing x") == nil)
    }

    @Test func nothingIsLeftOfACreationThatEnded() async throws {
        let ledger = RunLedger(journal: RunJournal(), begun: begun)
        try await ledger.creating(.network(name: "n")) { #expect(access(folder, F_OK) == 0) }
        #expect(access(folder, F_OK) != 0)
        await #expect(throws: EngineError.self) {
            try await ledger.creating(.network(name: "n")) { throw EngineError(.timedOut, "create", message: "late") }
        }
        // It may still come into being, until it was looked for.
        #expect(access(folder, F_OK) == 0)
        ledger.tookBack(.network(name: "n"))
        #expect(access(folder, F_OK) != 0)
    }
}
