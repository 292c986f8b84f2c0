public import AgentValues

/// Replaces the values of secrets in a stream of bytes by `***`, also a value that is split between two pieces, in base64,
/// percent-encoded, or escaped for JSON.
///
/// It holds back at most as many bytes as the longest form of a value has, and only while they may be the beginning of
/// one; values shorter than 4 bytes are left alone: they occur everywhere by chance, and hiding them would spoil every
/// line.
public struct Redactor: Sendable {
    private static let shortestValue = 4

    /// The forms of the values by their first byte, the longest first.
    private let forms: [[[UInt8]]]
    private var held: [UInt8] = []
    /// How many bytes at the beginning of the next piece belong to a value that began in the last one.
    private var hidden = 0

    /// A redactor of these values. Of a value with several lines each line is hidden by itself too, because output
    /// comes line by line.
    public init(_ secrets: [SecretValue]) {
        let lines = secrets.flatMap { secret in
            [secret.bytes] + secret.bytes.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }).map(Array.init)
        }
        let values = Set(lines.filter { $0.count >= Self.shortestValue })
        let all = Set(values.flatMap { SecretForms(of: $0).all }).filter { $0.count >= Self.shortestValue }
        var forms = [[[UInt8]]](repeating: [], count: 256)
        for form in all.sorted(by: { $0.count > $1.count }) { forms[Int(form[0])].append(form) }
        self.forms = forms
        isIdle = values.isEmpty
    }

    /// Whether nothing is ever replaced.
    public let isIdle: Bool

    /// Takes a piece, and returns the bytes that are certain to hold no part of a value.
    public mutating func redact(_ piece: [UInt8]) -> [UInt8] {
        guard !isIdle else { return piece }
        held += piece
        return flush(keepingBeginnings: true)
    }

    /// Returns what is held back, at the end of the stream or where a line is complete.
    public mutating func finish() -> [UInt8] { flush(keepingBeginnings: false) }

    /// Values may overlap; every byte that belongs to any of them is hidden, and what is hidden in one go is one placeholder.
    private mutating func flush(keepingBeginnings: Bool) -> [UInt8] {
        var clean: [UInt8] = []
        var place = 0
        while place < held.count {
            let candidates = forms[Int(held[place])]
            if !candidates.isEmpty {
                let rest = held[place...]
                // A longer value may still begin here, although a shorter one is complete already.
                if keepingBeginnings, candidates.contains(where: { $0.count > rest.count && $0.starts(with: rest) }) {
                    break
                }
                if let form = candidates.first(where: { rest.starts(with: $0) }), form.count > hidden {
                    if hidden == 0 { clean += Array(SecretValue.placeholder.utf8) }
                    hidden = form.count
                }
            }
            if hidden > 0 { hidden -= 1 } else { clean.append(held[place]) }
            place += 1
        }
        held.removeFirst(place)
        if !keepingBeginnings { hidden = 0 }
        return clean
    }
}
