import AgentValues

/// What may be written as a value, for editors, and how it is read.
struct ValueFormat<Value>: Sendable {
    let kind: KeyShape.Kind
    /// The keys of a mapping that is written.
    let keys: [KeyDeclaration]
    /// Nil where the value is a mistake, which is reported.
    let read: @Sendable (ValueReader) -> Value?

    init(
        _ kind: KeyShape.Kind, keys: [KeyDeclaration] = [], read: @escaping @Sendable (ValueReader) -> Value?
    ) {
        self.kind = kind
        self.keys = keys
        self.read = read
    }

    /// A mapping with keys of its own.
    ///
    /// - Parameters:
    ///   - initial: the section before anything is read.
    ///   - hint: an example, for one who writes something else.
    ///   - check: what the keys have to do with each other.
    static func section(
        _ initial: Value, _ fields: [Field<Value>], hint: String? = nil,
        check: @escaping @Sendable (MappingReader, inout Value) -> Void = { _, _ in }
    ) -> ValueFormat where Value: Sendable {
        ValueFormat(.keys, keys: fields.map(\.key)) { value in
            guard let mapping = value.mapping(hint: hint) else { return nil }
            var section = initial
            mapping.read(fields, into: &section)
            check(mapping, &section)
            return section
        }
    }

    /// The same values with a check of their own.
    /// - Parameter check: reports what is wrong; the value is kept, so that the checks behind it still run.
    func checked(_ check: @escaping @Sendable (Value, ValueReader) -> Void) -> ValueFormat {
        ValueFormat(kind, keys: keys) { value in
            let result = read(value)
            if let result { check(result, value) }
            return result
        }
    }

    /// The same values, described to editors in another way.
    func shown(as kind: KeyShape.Kind) -> ValueFormat { ValueFormat(kind, keys: keys, read: read) }
}

extension ValueFormat where Value: RawRepresentable & CaseIterable & Sendable, Value.RawValue == String {
    /// One of the cases of an enum.
    /// - Parameter what: what a case is, for a word that is none.
    static func choice(_ what: String) -> ValueFormat {
        ValueFormat(.words(Value.allCases.map(\.rawValue))) { $0.choice(Value.self, what: what) }
    }
}

extension ValueFormat<String> {
    /// Text that is not empty; numbers as written.
    static var text: ValueFormat { ValueFormat(.text) { $0.text() } }
    /// Any scalar as written.
    static var written: ValueFormat { ValueFormat(.defined(.scalar)) { $0.writtenText() } }
}

extension ValueFormat<[String]> {
    /// A list of scalars, each as written.
    static var texts: ValueFormat { ValueFormat(.list(.defined(.scalar))) { $0.texts() } }
}

extension ValueFormat<[String: String]> {
    /// A mapping of names to scalars, each as written.
    static var textMap: ValueFormat { ValueFormat(.texts(names: nil)) { $0.textMap() } }
}

extension ValueFormat<Bool> {
    /// `true` or `false`.
    static var boolean: ValueFormat { ValueFormat(.defined(.boolean)) { $0.boolean() } }
}

extension ValueFormat<Int> {
    /// A whole number in `range`.
    static func integer(_ range: ClosedRange<Int>) -> ValueFormat {
        ValueFormat(.integer(range)) { $0.integer(in: range) }
    }
}

extension ValueFormat<Duration> {
    /// A time, which may be none at all.
    static var duration: ValueFormat { ValueFormat(.defined(.duration)) { $0.duration(atLeast: .zero) } }
    /// A time of at least a millisecond.
    static var positiveDuration: ValueFormat {
        ValueFormat(.defined(.positiveDuration)) { $0.duration(atLeast: .milliseconds(1)) }
    }
}

extension ValueFormat<Int64> {
    /// An amount of memory or disk space, in bytes.
    static var memory: ValueFormat { ValueFormat(.defined(.memory)) { $0.quantity(Quantity.bytes) } }
    /// CPU time in billionths of one CPU.
    static var cpus: ValueFormat { ValueFormat(.defined(.cpus)) { $0.quantity(Quantity.nanoCPUs) } }
    /// A number of processes and threads, at most as many as Linux can count.
    static var processes: ValueFormat {
        ValueFormat(.integer(1...4_194_304)) { $0.integer(in: 1...4_194_304).map(Int64.init) }
    }
}

extension ValueFormat<JSONValue> {
    /// A mapping of the user's own.
    static var object: ValueFormat { ValueFormat(.free) { $0.jsonObject() } }
    /// Whatever can be written.
    static var anything: ValueFormat { ValueFormat(.anything) { $0.json() } }
}
