/// Reads the fields of one protobuf message, without knowing its type. What it reads is not trusted: no length leads out of the
/// message, and it does not go into messages within messages by itself.
///
/// The format: <https://protobuf.dev/programming-guides/encoding/>.
struct ProtobufReader {
    /// The value of a field.
    enum Value: Hashable {
        /// A number, a boolean or an enumeration.
        case varint(UInt64)
        /// A text, bytes or a message.
        case bytes(ArraySlice<UInt8>)
        /// A number of four or eight bytes, which none of our messages has.
        case fixed
    }

    /// The bytes are no message.
    struct Mistake: Error, Hashable {}

    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    /// The next field; nil at the end.
    mutating func next() throws(Mistake) -> (field: UInt64, value: Value)? {
        if rest.isEmpty { return nil }
        let key = try varint()
        guard key >> 3 != 0 else { throw Mistake() }
        switch key & 7 {
        case 0: return (key >> 3, .varint(try varint()))
        case 1: return (key >> 3, try fixed(8))
        case 2: return (key >> 3, .bytes(try take(try varint())))
        case 5: return (key >> 3, try fixed(4))
        // Groups, which nobody writes any more, and what is not defined.
        default: throw Mistake()
        }
    }

    private mutating func fixed(_ count: UInt64) throws(Mistake) -> Value {
        _ = try take(count)
        return .fixed
    }

    private mutating func take(_ count: UInt64) throws(Mistake) -> ArraySlice<UInt8> {
        guard let count = Int(exactly: count), count <= rest.count else { throw Mistake() }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    private mutating func varint() throws(Mistake) -> UInt64 {
        var number: UInt64 = 0
        for position in 0..<10 {
            guard let byte = rest.popFirst() else { throw Mistake() }
            // Of the tenth byte only one bit fits.
            guard position < 9 || byte <= 1 else { throw Mistake() }
            number |= UInt64(byte & 0x7F) << UInt64(7 * position)
            if byte < 0x80 { return number }
        }
        throw Mistake()
    }
}

extension ProtobufReader.Value {
    /// The text; nil where it is none. Bytes that are no UTF-8 are replaced.
    var text: String? {
        if case .bytes(let bytes) = self { String(decoding: bytes, as: UTF8.self) } else { nil }
    }

    /// The bytes; nil where it is a number.
    var bytes: ArraySlice<UInt8>? {
        if case .bytes(let bytes) = self { bytes } else { nil }
    }

    /// The number; nil where it is none, or does not fit.
    var number: Int64? {
        if case .varint(let number) = self { Int64(exactly: number) } else { nil }
    }
}
