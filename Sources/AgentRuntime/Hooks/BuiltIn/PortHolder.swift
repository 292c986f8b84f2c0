import FoundationEssentials
import Glibc

/// Finds the process that holds a port of this host: its socket in `/proc/net/tcp` and its sisters, and who has that open in
/// `/proc/PID/fd` (proc(5)).
struct PortHolder {
    /// A process of this host.
    struct Process: Equatable {
        var id: pid_t
        var name: String
    }

    private let port: PortMapping

    init(_ port: PortMapping) { self.port = port }

    /// The process; nil where there is none or this user may not see it.
    func process() -> Process? {
        let tables = port.protocol == .tcp ? ["tcp", "tcp6"] : ["udp", "udp6"]
        let sockets = Set(tables.flatMap { Self.sockets(in: Self.content(of: "/proc/net/\($0)"), holding: port) })
        return sockets.isEmpty ? nil : Self.process(having: Set(sockets.map { "socket:[\($0)]" }))
    }

    /// The numbers of the sockets in a table that hold the port.
    static func sockets(in table: String, holding port: PortMapping) -> [String] {
        table.split(separator: "\n").dropFirst().compactMap { line in
            let fields = line.split(separator: " ")
            guard fields.count > 9 else { return nil }
            let local = fields[1].split(separator: ":")
            guard local.count == 2, Int(local[1], radix: 16) == port.host else { return nil }
            // 0A marks a TCP socket that listens. Sockets in any other state do not keep a program from listening.
            guard port.protocol == .udp || fields[3] == "0A" else { return nil }
            return isAny(local[0]) || isAny(of: port.hostIP) || address(local[0]) == port.hostIP
                ? String(fields[9]) : nil
        }
    }

    private static func isAny(_ hexadecimal: Substring) -> Bool { hexadecimal.allSatisfy { $0 == "0" } }
    private static func isAny(of address: String) -> Bool { ["", "0.0.0.0", "::"].contains(address) }

    /// An address of the table, words of 32 bits in this machine's byte order, as people write it.
    private static func address(_ hexadecimal: Substring) -> String? {
        var words: [UInt32] = []
        var rest = hexadecimal
        while !rest.isEmpty {
            guard let word = UInt32(rest.prefix(8), radix: 16) else { return nil }
            words.append(word)
            rest = rest.dropFirst(8)
        }
        let mapped: [UInt32] = [0, 0, UInt32(0xFFFF).bigEndian]
        if words.count == 4, Array(words.prefix(3)) == mapped { words.removeFirst(3) }
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let family = words.count == 1 ? AF_INET : AF_INET6
        guard words.count == 1 || words.count == 4,
            inet_ntop(family, &words, &text, socklen_t(text.count)) != nil
        else { return nil }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func process(having links: Set<String>) -> Process? {
        let files = FileManager.default
        for name in (try? files.contentsOfDirectory(atPath: "/proc")) ?? [] {
            guard let id = pid_t(name) else { continue }
            for file in (try? files.contentsOfDirectory(atPath: "/proc/\(id)/fd")) ?? [] {
                guard let link = try? files.destinationOfSymbolicLink(atPath: "/proc/\(id)/fd/\(file)"),
                    links.contains(link)
                else { continue }
                return Process(id: id, name: String(content(of: "/proc/\(id)/comm").prefix { $0 != "\n" }))
            }
        }
        return nil
    }

    private static func content(of path: String) -> String {
        KernelView.text(path) ?? ""
    }
}
