import Testing

@testable import AgentRuntime

@Suite(.timeLimit(.minutes(5))) struct FirewallRulesTests {
    private static let old = """
        *filter
        :FORWARD DROP [0:0]
        :NETAVARK_ISOLATION_1 - [0:0]
        :NETAVARK_ISOLATION_2 - [0:0]
        -A FORWARD -j NETAVARK_ISOLATION_1
        -A NETAVARK_ISOLATION_1 -i podman1 ! -o podman1 -j NETAVARK_ISOLATION_2
        -A NETAVARK_ISOLATION_2 -o podman1 -j DROP
        COMMIT
        """

    private static let new = """
        table inet netavark {
        \tchain FORWARD {
        \t\ttype filter hook forward priority filter; policy accept;
        \t\tjump NETAVARK-ISOLATION-1
        \t}
        \tchain NETAVARK-ISOLATION-1 {
        \t\tiifname "podman1" oifname != "podman1" jump NETAVARK-ISOLATION-3
        \t}
        \tchain NETAVARK-ISOLATION-2 {
        \t\toifname "podman1" drop
        \t}
        }
        """

    @Test(arguments: [old, new, old.replacing("-j NETAVARK_ISOLATION_2", with: "-j NETAVARK_ISOLATION_3")])
    func aBridgeIsApart(_ text: String) {
        #expect(FirewallRules(text).part("podman1"))
        #expect(!FirewallRules(text).part("podman10"))
        #expect(!FirewallRules(text).part("podman"))
    }

    /// A way that netavark does not take away is as good.
    @Test func aLastingWayIsKnown() {
        let own = "-A FORWARD -m comment --comment aac-runtime -j NETAVARK_ISOLATION_1"
        #expect(FirewallRules(Self.old).hasPassingWayAlone)
        #expect(!FirewallRules("\(Self.old)\n\(own)").hasPassingWayAlone)
        #expect(!FirewallRules(Self.new).hasPassingWayAlone)
        let alone = FirewallRules(Self.old.replacing("-A FORWARD -j NETAVARK_ISOLATION_1", with: own))
        #expect(alone.part("podman1") && !alone.hasPassingWayAlone)
    }

    /// Each rule is needed.
    @Test(arguments: [old, new]) func aBridgeWithoutOneOfTheRulesIsNot(_ text: String) {
        let lines = text.split(separator: "\n")
        for line in lines
        where line.contains("podman1") || line.hasSuffix("NETAVARK_ISOLATION_1") || line.contains("\tjump") {
            #expect(!FirewallRules(lines.filter { $0 != line }.joined(separator: "\n")).part("podman1"), "\(line)")
        }
        #expect(!FirewallRules("").part("podman1"))
    }

    @Test func netavarksRulesAreKnown() {
        #expect([Self.old, Self.new].allSatisfy { FirewallRules($0).areNetavarks })
        #expect(!FirewallRules("*filter\n:FORWARD DROP [0:0]\n-A FORWARD -j DOCKER-USER\nCOMMIT").areNetavarks)
    }
}
