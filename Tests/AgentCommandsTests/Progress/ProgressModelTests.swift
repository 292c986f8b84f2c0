import AgentRuntime
import AgentValues
import Diagnostics
import EngineAPI
import Testing

@testable import AgentCommands

@Suite(.timeLimit(.minutes(2))) struct ProgressModelTests {
    @Test func bytesAreSummedOverLayersAndUnpackingCountsNothingTwice() {
        var model = ProgressModel()
        func pull(_ layer: String?, _ status: String, _ done: Int64? = nil, _ total: Int64? = nil) {
            model.take(
                .pulling(image: "python", layer: layer, status: status, done: done, total: total), of: "a", at: .zero)
        }
        func text() -> String? {
            guard case .pulling(_, let tally) = model["a"]?.phase else { return nil }
            return tally.text
        }
        pull(nil, "Pulling from library/python")
        pull("one", "Pulling fs layer")
        #expect(text() == nil)
        pull("one", "Downloading", 1 << 20, 10 << 20)
        pull("two", "Downloading", 2 << 20, 20 << 20)
        #expect(text() == "3.0Mi of 30.0Mi")
        pull("one", "Download complete")
        #expect(text() == "12.0Mi of 30.0Mi")
        pull("one", "Extracting", 1 << 20, 10 << 20)
        #expect(text() == "12.0Mi of 30.0Mi")
        pull("two", "Pull complete")
        #expect(text() == "30.0Mi of 30.0Mi")
    }

    @Test func timesCountFromTheFirstWork() {
        var model = ProgressModel(agents: ["a"])
        #expect(model["a"]?.elapsed(at: .seconds(9)) == nil)
        model.take(.waiting(for: ["b"]), of: "a", at: .seconds(1))
        #expect(model["a"]?.elapsed(at: .seconds(9)) == nil)
        model.take(.creating, of: "a", at: .seconds(10))
        model.take(.probing(check: "tcp :1", last: nil, attempt: 0, limit: .seconds(60)), of: "a", at: .seconds(11))
        model.take(.probing(check: "tcp :1", last: "no", attempt: 1, limit: .seconds(60)), of: "a", at: .seconds(13))
        #expect(model["a"]?.waited(at: .seconds(14)) == .seconds(3))
        model.take(.ready(after: .seconds(4)), of: "a", at: .seconds(15))
        #expect(model["a"]?.elapsed(at: .seconds(90)) == .seconds(5))
        model.stop(at: .seconds(99))
        #expect(model["a"]?.phase == .rolledBack)
        #expect(model["a"]?.elapsed(at: .seconds(200)) == .seconds(5))
    }

    @Test(arguments: [
        (ProgressEvent.creating, 8, "creating: the engine has not answered for 8s"),
        (.waiting(for: ["db"]), 6, "waiting for the dependency db: it is probing"),
        (
            .probing(check: "http :8080/health", last: "connection refused", attempt: 9, limit: .seconds(60)), 12,
            "probing http :8080/health for 12s: connection refused (attempt 9); gives up in 48s"
        ),
        (
            .pulling(image: "python", layer: nil, status: "Pulling", done: nil, total: nil), 7,
            "pulling python for 7s: the registry has sent nothing yet"
        ),
        (
            .building(.step(number: 2, of: 7, instruction: "RUN make")), 65, "building 2/7 for 1m05s: RUN make"
        ),
        (.creating, 4, "creating"),
    ])
    func aSlowStepExplainsWhatItWaitsFor(_ event: ProgressEvent, _ seconds: Int, _ text: String) throws {
        var model = ProgressModel()
        model.take(.probing(check: "c", last: nil, attempt: 0, limit: .seconds(1)), of: "db", at: .zero)
        model.take(event, of: "a", at: .zero)
        let agent = try #require(model["a"])
        #expect(PhaseText(model: model, agent: agent, now: .seconds(seconds)).texts.first == text)
    }

    @Test func plainLinesAreFew() {
        var plain = PlainProgress()
        var lines: [String] = []
        for percent in 0..<100 {
            lines += plain.lines(
                telling: .pulling(
                    image: "python:3", layer: "l", status: "Downloading", done: Int64(percent), total: 100), of: "a",
                at: .milliseconds(percent))
        }
        lines += plain.lines(telling: .creating, of: "a", at: .seconds(1))
        for attempt in 1...20 {
            lines += plain.lines(
                telling: .probing(check: "c", last: "answer \(attempt)", attempt: attempt, limit: .seconds(60)),
                of: "a",
                at: .seconds(2) + .milliseconds(attempt))
        }
        lines += plain.lines(telling: .ready(after: .seconds(2)), of: "a", at: .seconds(4))
        #expect(lines == ["a: pulling python:3", "a: creating", "a: probing c: answer 1", "a: ready after 2s"])
    }

    @Test func plainRemindersComeAtGrowingDistances() {
        var plain = PlainProgress()
        _ = plain.lines(telling: .creating, of: "a", at: .zero)
        let lines = (1...60).flatMap { plain.reminders(at: .seconds($0)) }
        #expect(
            lines == [5, 10, 20, 40].map { "a: still creating: the engine has not answered for \($0)s" })
        _ = plain.lines(telling: .starting, of: "a", at: .seconds(60))
        #expect(plain.reminders(at: .seconds(64)) == [])
        #expect(plain.reminders(at: .seconds(65)).count == 1)
    }

    @Test func quietTellsWarningsAlone() {
        var plain = PlainProgress(isQuiet: true)
        #expect(plain.lines(telling: .creating, of: "a", at: .zero) == [])
        #expect(plain.reminders(at: .seconds(9)) == [])
        #expect(plain.lines(telling: .warning("w\n"), of: "a", at: .zero) == ["a: warning: w\\n"])
    }

    @Test func jsonHasAnObjectForEachChange() {
        var json = JSONProgress(start: EngineTime(seconds: 0))
        var lines = json.lines(telling: .creating, of: "a", at: .milliseconds(1500))
        #expect(
            lines == [
                #"{"agent":"a","elapsed":1.5,"level":"info","message":"creating","state":"creating","time":"1970-01-01T00:00:01.500000000Z"}"#
            ])
        #expect(json.lines(telling: .creating, of: "a", at: .seconds(2)) == [])
        lines = (1...3).flatMap {
            json.lines(
                telling: .probing(check: "c", last: "no", attempt: $0, limit: .seconds(60)), of: "a", at: .seconds($0))
        }
        #expect(lines.count == 1)
        #expect(lines[0].contains(#""probe":{"attempt":1,"check":"c","last":"no","limit":60}"#))
    }
}
