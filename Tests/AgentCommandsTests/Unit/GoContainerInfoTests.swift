import AgentRuntime
import Testing

@testable import AgentCommands

@Suite(.timeLimit(.minutes(2))) struct GoContainerInfoTests {
    private func container(_ ports: [PortMapping], name: String = "n") -> ContainerInfo {
        ContainerInfo(id: ContainerID("0a"), name: name, ports: ports)
    }

    @Test func theKeysAreInTheOrderOfTheStruct() {
        let info = GoContainerInfo(
            container([PortMapping(host: 80, container: 8080), PortMapping(host: 5, container: 6)]))
        #expect(
            info.json
                == #"{"ID":"0a","Name":"n","Ports":[{"Host":"80","Container":"8080","Protocol":"tcp"},{"Host":"5","Container":"6","Protocol":"tcp"}]}"#
        )
        #expect([info, info].json == "[\(info.json),\(info.json)]")
    }

    @Test func aNilSliceIsNullAndAnEmptyListIsNot() {
        #expect(GoContainerInfo(container([])).json == #"{"ID":"0a","Name":"n","Ports":null}"#)
        #expect([GoContainerInfo]().json == "[]")
    }

    @Test func addressesAreNotTold() {
        let ports = [
            PortMapping(host: 80, container: 8080, hostIP: "0.0.0.0"),
            PortMapping(host: 80, container: 8080, hostIP: "::"),
        ]
        #expect(GoContainerInfo(container(ports)).ports.map(\.host) == ["80"])
    }

    @Test func portsKeepTheOrderThatWasAskedFor() {
        let asked = [
            PortMapping(host: 90, container: 9), PortMapping(host: 0, container: 8),
            PortMapping(host: 10, container: 8),
            PortMapping(host: 0, container: 8, protocol: .udp),
        ]
        let real = [
            PortMapping(host: 10, container: 8), PortMapping(host: 40001, container: 8),
            PortMapping(host: 40002, container: 8, protocol: .udp), PortMapping(host: 90, container: 9),
        ]
        let info = GoContainerInfo(container(real), asked: asked)
        #expect(info.ports.map(\.host) == ["90", "40001", "10", "40002"])
        #expect(info.ports.map(\.protocol) == ["tcp", "tcp", "tcp", "udp"])
    }

    /// What Go 1.19 writes for these.
    @Test(arguments: [
        ("a<b>&c", #"a\u003cb\u003e\u0026c"#), ("\u{2028}\u{2029}", #"\u2028\u2029"#), ("\"\\/", #"\"\\/"#),
        ("\n\r\t\u{1}\u{1F}\u{8}", #"\n\r\t\u0001\u001f\u0008"#), ("ü😀\u{7F}", "ü😀\u{7F}"), ("", ""),
    ])
    func textIsEscapedAsGoDoes(_ text: String, _ json: String) {
        #expect(GoJSON.string(text) == "\"\(json)\"")
    }

    @Test func aReservedNameIsFreeAgainAfterwards() throws {
        let name = "agent-test-\(UInt64.random(in: .min ... .max))"
        var first = try NameReservation(name)
        #expect(first != nil)
        #expect(try NameReservation(name) == nil)
        #expect(try NameReservation("\(name)-other") != nil)
        first = nil
        #expect(try NameReservation(name) != nil)
    }
}
