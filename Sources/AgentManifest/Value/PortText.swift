import Diagnostics

/// A published port as Compose writes it: `[[ADDRESS:]HOST:]CONTAINER[/PROTOCOL]`.
enum PortText {
    /// Why a text is no port.
    struct Problem: Error, Equatable {
        var message: String
        var hint: String?
    }

    /// What a schema can say of it.
    static let pattern = #"^(((\[[0-9A-Fa-f:.]+\]|[0-9.]+):)?[0-9]*:)?[0-9]+(/([Tt][Cc][Pp]|[Uu][Dd][Pp]))?$"#

    /// Without a port of the host, as in `8080`, any free one is meant.
    static func parse(_ text: String) throws(Problem) -> Manifest.Port {
        let halves = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let transport = try halves.count == 2 ? Self.transport(halves[1]) : .tcp
        var rest = halves[0]
        var address: String?
        if rest.hasPrefix("["), let end = rest.firstRange(of: "]:") {
            address = String(rest[rest.index(after: rest.startIndex)..<end.lowerBound])
            rest = rest[end.upperBound...]
        }
        var parts = rest.split(separator: ":", omittingEmptySubsequences: false)[...]
        if address == nil, parts.count == 3 { address = parts.popFirst().map(String.init) }
        guard parts.count == 2 || (parts.count == 1 && address == nil) else {
            throw Problem(
                message: "'\(text)' is not a port",
                hint: "such as '8080:80', '127.0.0.1:8080:80/udp' or '[::1]:8080:80'")
        }
        if let address, !IPAddress.isValid(address) {
            throw Problem(
                message: "'\(address)' is not an IP address",
                hint: address == "localhost" ? "write 127.0.0.1" : "such as 127.0.0.1, or 0.0.0.0 for all")
        }
        let container = try number(parts.removeLast(), from: 1, in: text)
        var host = 0
        if let written = parts.first, !written.isEmpty { host = try number(written, from: 0, in: text) }
        return Manifest.Port(
            container: container, host: host, transport: transport, hostIP: address ?? "127.0.0.1")
    }

    private static func transport(_ word: Substring) throws(Problem) -> Manifest.Port.TransportProtocol {
        if let known = Manifest.Port.TransportProtocol(rawValue: word.lowercased()) { return known }
        let names = Manifest.Port.TransportProtocol.allCases.map(\.rawValue)
        throw Problem(
            message: "unknown protocol '\(word)'; expected \(listed(names))",
            hint: didYouMean(String(word), among: names))
    }

    private static func number(_ part: Substring, from least: Int, in text: String) throws(Problem) -> Int {
        if part.contains("-") {
            throw Problem(
                message: "'\(text)' is a range of ports, which is not taken", hint: "write one item for each port")
        }
        guard let value = Int(part), part.first != "+", (least...65535).contains(value) else {
            throw Problem(
                message: "expected a port from \(least) to 65535, found '\(part)'",
                hint: "such as '8080:80' or '127.0.0.1:8080:80/udp'")
        }
        return value
    }
}
