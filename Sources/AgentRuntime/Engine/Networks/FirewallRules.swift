import FoundationEssentials

/// The rules of a host's firewall, as `iptables-save` or `nft list` prints them.
struct FirewallRules: Sendable {
    private let lines: Set<Substring>

    init(_ text: String) {
        lines = Set(
            text.split(separator: "\n").map { line in
                let start = line.firstIndex { !$0.isWhitespace } ?? line.endIndex
                let end = line.lastIndex { !$0.isWhitespace }.map(line.index(after:)) ?? start
                return line[start..<end]
            })
    }

    /// Whether what comes from a bridge is dropped on its way to other bridges that are isolated too, and the other way round.
    ///
    /// Netavark: the first chain leads what leaves the bridge to the second, which drops it for the others; the third is that of
    /// `strict`, and leads to the second.
    func part(_ bridge: String) -> Bool {
        let old = "-A NETAVARK_ISOLATION"
        let new = "\"\(bridge)\""
        return (lines.contains("-A FORWARD -j NETAVARK_ISOLATION_1") || hasLastingWay)
            && lines.contains("\(old)_2 -o \(bridge) -j DROP")
            && (2...3).contains { lines.contains("\(old)_1 -i \(bridge) ! -o \(bridge) -j NETAVARK_ISOLATION_\($0)") }
            || lines.contains("jump NETAVARK-ISOLATION-1")
                && lines.contains("oifname \(new) drop")
                && (2...3).contains { lines.contains("iifname \(new) oifname != \(new) jump NETAVARK-ISOLATION-\($0)") }
    }
}

extension FirewallRules {
    private static let comment = ["-m", "comment", "--comment", "aac-runtime"]

    /// Whether the rule that ``makeLastingWay()`` makes, which leads into netavark's first chain, is there.
    private var hasLastingWay: Bool {
        lines.contains("-A FORWARD \(Self.comment.joined(separator: " ")) -j NETAVARK_ISOLATION_1")
    }

    /// Whether only netavark's own rule leads into its first chain. Netavark 1.4 removes that rule whenever any
    /// isolated network loses its last container, and from then on all other networks are open.
    var hasPassingWayAlone: Bool { lines.contains("-A FORWARD -j NETAVARK_ISOLATION_1") && !hasLastingWay }

    /// Adds a rule of ours that leads into netavark's first chain, and that netavark does not remove. It stays for
    /// good, and has no effect while no network is isolated.
    ///
    /// - Returns: whether it could be made.
    static func makeLastingWay() async throws -> Bool {
        let program = HostProgram(
            command: ["iptables", "-w", "5", "-I", "FORWARD"] + comment + ["-j", "NETAVARK_ISOLATION_1"],
            directory: "/",
            environment: ["PATH": path], timeLimit: .seconds(10))
        do { return try await program.run(input: []).ending == .exited(0) } catch is ProgramError { return false }
    }

    /// Where the programs are; users other than root often lack the folders in their `PATH`.
    private static let path = "/usr/sbin:/sbin:/usr/local/sbin:/usr/bin:/bin"
    private static let programs = [["iptables-save", "-t", "filter"], ["nft", "list", "table", "inet", "netavark"]]

    /// Whether netavark has put anything there.
    var areNetavarks: Bool { lines.contains { $0.contains("NETAVARK") } }

    /// The rules of this host, by each program that can tell; nil where none can. Netavark writes to one of two firewalls, so that
    /// where it is in none that could be read, and one could not be, nothing is known.
    static func ofHost() async throws -> [FirewallRules]? {
        var found: [FirewallRules] = []
        for command in programs {
            let program = HostProgram(
                command: command, directory: "/", environment: ["PATH": path], timeLimit: .seconds(10))
            do {
                let result = try await program.run(input: [])
                guard result.ending == .exited(0) else { continue }
                found.append(FirewallRules(String(decoding: result.output, as: UTF8.self)))
            } catch is ProgramError {
                continue
            }
        }
        return found.count == programs.count || found.contains(where: \.areNetavarks) ? found : nil
    }
}
