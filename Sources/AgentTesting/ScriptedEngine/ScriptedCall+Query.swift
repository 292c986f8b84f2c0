internal import FoundationEssentials

extension ScriptedCall {
    /// The value of a parameter of the query, as it was meant; nil without it.
    public func parameter(_ name: String) -> String? {
        for pair in query.split(separator: "&") where pair.hasPrefix("\(name)=") {
            return Self.unescaped(pair.dropFirst(name.count + 1))
        }
        return nil
    }

    /// Whether a switch of the query is on.
    func isOn(_ name: String) -> Bool { ["1", "true"].contains(parameter(name)) }

    /// What a list is narrowed to, by the filter's name.
    var filters: [String: [String]] {
        let text = parameter("filters") ?? "{}"
        return (try? JSONDecoder().decode([String: [String]].self, from: Data(text.utf8))) ?? [:]
    }

    /// The path's last part.
    var last: String { path.split(separator: "/").last.map(String.init) ?? "" }

    private static func unescaped(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            let digits = rest.prefix(2)
            if byte == UInt8(ascii: "%"), let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16) {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension [String: [String]] {
    /// Whether an object with these labels is meant.
    func admit(labels: [String: String]) -> Bool {
        self["label", default: []].allSatisfy { wanted in
            let pair = wanted.split(separator: "=", maxSplits: 1).map(String.init)
            guard let value = labels[pair[0]] else { return false }
            return pair.count == 1 || value == pair[1]
        }
    }

    /// Whether one of an object's values is among those of a filter, or the filter is not there.
    func admit(_ filter: String, _ values: String...) -> Bool {
        self[filter].map { wanted in values.contains { wanted.contains($0) } } ?? true
    }
}
