import AgentRuntime
import AgentValues
import EngineAPI
import FoundationEssentials
import Testing

@Suite(.timeLimit(.minutes(2))) struct LeaseTests {
    private let start = EngineTime(seconds: 1_700_000_000, nanoseconds: 500_000_000)

    @Test(
        arguments: [
            (Lifetime(ttl: .seconds(1800)), ["lease": "ttl=1800s", "expires": "2023-11-14T22:43:20.500000000Z"]),
            (Lifetime(idle: .seconds(90)), ["lease": "idle=90s", "idle": "90"]),
            (
                Lifetime(ttl: .milliseconds(1500), idle: .milliseconds(250)),
                ["lease": "ttl=1.5s,idle=0.25s", "expires": "2023-11-14T22:13:22Z", "idle": "0.25"]
            ),
        ])
    func labelsSayItAndAreReadBack(lifetime: Lifetime, labels: [String: String]) {
        let lease = Lease(lifetime, from: start)
        #expect(lease.labels == Dictionary(uniqueKeysWithValues: labels.map { ("dev.agent.\($0)", $1) }))
        #expect(Lease(labels: lease.labels) == lease)
    }

    /// Nothing is removed because of a label that we did not write so.
    @Test(
        arguments: [
            [:], ["lease": "ttl=1s"], ["lease": "ttl=1s", "expires": "tomorrow"], ["expires": "2023-11-14T22:43:20Z"],
            ["lease": "", "idle": "-1"], ["lease": "", "idle": "nan"], ["lease": "", "idle": "1e99"], ["idle": "5"],
        ])
    func otherLabelsAreNoLease(labels: [String: String]) {
        #expect(Lease(labels: Dictionary(uniqueKeysWithValues: labels.map { ("dev.agent.\($0)", $1) })) == nil)
    }

    @Test func aTimeInTheFutureIsRightOverTheEndOfASecond() {
        #expect(start + .milliseconds(600) == EngineTime(seconds: 1_700_000_001, nanoseconds: 100_000_000))
        #expect(start + .milliseconds(-600) == EngineTime(seconds: 1_699_999_999, nanoseconds: 900_000_000))
        #expect((start + .seconds(3)) - start == .seconds(3))
    }

    @Test func jsonHasSeconds() throws {
        let lifetime = Lifetime(ttl: .seconds(90), idle: nil)
        let json = try JSONEncoder().encode(lifetime)
        #expect(String(decoding: json, as: UTF8.self) == #"{"ttl":90}"#)
        #expect(try JSONDecoder().decode(Lifetime.self, from: json) == lifetime)
    }
}
