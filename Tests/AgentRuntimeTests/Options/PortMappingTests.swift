import AgentRuntime
import FoundationEssentials
import Testing

@Suite(.timeLimit(.minutes(2))) struct PortMappingTests {
    @Test(arguments: [
        ("8080", PortMapping(host: 8080, container: 8080)),
        ("80:8080", PortMapping(host: 80, container: 8080)),
        ("80:8080/udp", PortMapping(host: 80, container: 8080, protocol: .udp)),
        ("0:8080", PortMapping(host: 0, container: 8080)),
        (":8080", PortMapping(host: 0, container: 8080)),
        ("0.0.0.0:80:8080/TCP", PortMapping(host: 80, container: 8080, hostIP: "0.0.0.0")),
        ("127.0.0.1::8080", PortMapping(host: 0, container: 8080)),
        ("[::1]:80:8080", PortMapping(host: 80, container: 8080, hostIP: "::1")),
    ])
    func parses(text: String, expected: PortMapping) {
        #expect(PortMapping(parsing: text) == expected)
    }

    @Test(arguments: [
        "", ":", "0", "80:0", "80:", "a", "80:b", "65536", "80:65536", "-1", "+80", "1:2:3:4", "80/", "80/icmp",
        "[::1]80:80",
        "[::1", ":80:80", " 80",
    ])
    func refuses(text: String) {
        #expect(PortMapping(parsing: text) == nil)
    }

    @Test func encodesLikeTheGoTool() throws {
        let info = ContainerInfo(id: ContainerID("abc"), name: "web", ports: [PortMapping(host: 8080, container: 80)])
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let text = String(decoding: try encoder.encode(info), as: UTF8.self)
        #expect(text == #"{"ID":"abc","Name":"web","Ports":[{"Container":"80","Host":"8080","Protocol":"tcp"}]}"#)
        #expect(try JSONDecoder().decode(ContainerInfo.self, from: Data(text.utf8)) == info)
    }
}
