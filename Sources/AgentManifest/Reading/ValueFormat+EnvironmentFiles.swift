extension ValueFormat<[Manifest.EnvironmentFileReference]> {
    /// A path, or a list of paths or of mappings with `path` and `required`.
    static var environmentFiles: ValueFormat {
        let fields = Manifest.EnvironmentFileReference.fields
        return ValueFormat(.either([.text, .items(orElse: .text)]), keys: fields.map(\.key)) { value in
            if case .scalar = value.node.content { return value.text().map { [.init(path: $0)] } }
            return value.items(hint: "such as 'env_file: [app.env]'")?.compactMap { item in
                if case .scalar = item.node.content { return item.text().map { .init(path: $0) } }
                guard let mapping = item.mapping(hint: "such as 'env_file: [app.env]'") else { return nil }
                var file = Manifest.EnvironmentFileReference(path: "")
                mapping.read(fields, into: &file)
                return file
            }
        }
    }
}
