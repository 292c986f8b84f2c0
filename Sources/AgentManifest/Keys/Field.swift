import AgentValues

/// A key that says by itself what its value means: it is declared, described and read in one place.
struct Field<Section>: Sendable {
    let key: KeyDeclaration
    /// Puts the value, if one is written, into the section.
    let read: @Sendable (MappingReader, inout Section) -> Void

    /// A key that may be left out; the section keeps its default then.
    ///
    /// - Parameters:
    ///   - name: as it is written.
    ///   - format: what may be written, and how it is read.
    ///   - description: what it means, in a sentence or two, for editors.
    ///   - value: what counts where nothing is written, for editors.
    ///   - support: whether this version acts on it.
    ///   - store: puts the value into the section.
    init<Value>(
        _ name: String, _ format: ValueFormat<Value>, _ description: String, default value: JSONValue? = nil,
        support: KeyDeclaration.Support = .applied, store: @escaping @Sendable (inout Section, Value) -> Void
    ) {
        key = KeyDeclaration(
            name, format.kind, description, default: value, support: support, keys: format.keys)
        read = { mapping, section in
            if let value = mapping[name].flatMap(format.read) { store(&section, value) }
        }
    }

    private init(_ key: KeyDeclaration, read: @escaping @Sendable (MappingReader, inout Section) -> Void) {
        self.key = key
        self.read = read
    }

    /// A key that must be written.
    /// - Parameter hint: what to do where it is missing.
    static func required<Value>(
        _ name: String, _ format: ValueFormat<Value>, _ description: String, hint: String? = nil,
        store: @escaping @Sendable (inout Section, Value) -> Void
    ) -> Field {
        Field(.required(name, format.kind, description, keys: format.keys)) { mapping, section in
            if let value = mapping.required(name, hint: hint).flatMap(format.read) { store(&section, value) }
        }
    }

    /// A key whose value means something only together with others; ``ManifestReader`` reads them.
    static func together(_ key: KeyDeclaration) -> Field { Field(key) { _, _ in } }
}

extension MappingReader {
    /// Reads the keys of a section.
    func read<Section>(_ fields: [Field<Section>], into section: inout Section) {
        for field in fields { field.read(self, &section) }
    }
}
