/// The text of the label that keeps the digests of what a container was created from: `NAME=DIGITS`, sorted, separated by blanks.
struct ConfigPartsLabel: Sendable, Hashable {
    var parts: [String: String]

    init(_ parts: [String: String]) { self.parts = parts }

    init(_ text: String) {
        parts = Dictionary(
            text.split(separator: " ").compactMap { part in
                let pair = part.split(separator: "=", maxSplits: 1).map(String.init)
                return pair.count == 2 ? (pair[0], pair[1]) : nil
            }, uniquingKeysWith: { first, _ in first })
    }

    var text: String { parts.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ") }

    /// The names of the parts that differ from `others`, as people call them.
    func changes(from others: ConfigPartsLabel) -> [String] {
        Set(parts.keys).union(others.parts.keys).filter { parts[$0] != others.parts[$0] }
            .map { $0 == "identity" ? "version" : $0 }.sorted()
    }
}
