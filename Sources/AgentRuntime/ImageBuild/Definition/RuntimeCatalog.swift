import Diagnostics
import FoundationEssentials
import SystemPackage

/// The runtime definitions that there are: those embedded in the program, and those of a folder, which win.
public struct RuntimeCatalog: Sendable {
    /// A definition with the version that a manifest asks for.
    public struct Selection: Sendable, Hashable {
        /// The definition.
        public var definition: RuntimeDefinition
        /// The version: the manifest's, else the definition's default.
        public var version: String
        /// Whether the definition lists the version, or one that it begins with (`3.11` for `3.11.4`).
        public var isKnownVersion: Bool
    }

    /// The definitions, sorted by name; each name once.
    public private(set) var definitions: [RuntimeDefinition]

    /// Takes definitions as they are; a later one replaces an earlier one of the same name.
    public init(definitions: [RuntimeDefinition]) {
        self.definitions = []
        for definition in definitions { insert(definition) }
    }

    /// The embedded definitions, and those of a folder.
    ///
    /// - Parameter folder: a folder with files `NAME.yaml` (or `.yml`), from `--runtimes` or `AAC_RUNTIMES`; nil for none.
    /// - Throws: `DiagnosticsError` with every mistake of the files; ``BuildError`` of the code `definition` when the folder
    ///   or a file cannot be read.
    public init(folder: String? = nil) throws {
        definitions = []
        for (name, content) in Self.embedded {
            insert(try RuntimeDefinition(content: content, file: "runtimes/\(name).yaml", fileName: name))
        }
        guard let folder else { return }
        var mistakes: [Diagnostic] = []
        for file in try Self.files(in: folder) {
            do {
                insert(
                    try RuntimeDefinition(
                        content: try Self.content(of: file.path), file: file.path, fileName: file.name))
            } catch let error as DiagnosticsError {
                mistakes += error.diagnostics
            }
        }
        if !mistakes.isEmpty { throw DiagnosticsError(mistakes, exitCode: .inputOutput) }
    }

    /// Every name and alias, sorted.
    public var names: [String] { definitions.flatMap { [$0.name] + $0.aliases }.sorted() }

    /// Finds what `NAME` or `NAME:VERSION` stands for.
    ///
    /// - Throws: ``BuildError`` of the codes `unknownRuntime`, with the nearest name as a hint, and `invalidText` for a
    ///   version that cannot be part of a tag.
    public func select(_ name: String, version: String? = nil) throws(BuildError) -> Selection {
        if version == nil, let colon = name.firstIndex(of: ":") {
            return try select(String(name[..<colon]), version: String(name[name.index(after: colon)...]))
        }
        let wanted = name.lowercased()
        guard let definition = definitions.first(where: { $0.name == wanted || $0.aliases.contains(wanted) }) else {
            let known = definitions.map(\.name).joined(separator: ", ")
            throw BuildError(
                .unknownRuntime, "there is no runtime '\(name)'", details: ["known are: \(known)"],
                hint: didYouMean(name, among: names)
                    ?? "add \(wanted).yaml to a folder and name the folder with --runtimes",
                manifestPath: "spec.runtime")
        }
        let version = version ?? definition.defaultVersion
        guard AgentImageName.isTag(version) else {
            throw BuildError(
                .invalidText, "'\(version)' cannot be a version of the runtime '\(definition.name)'",
                hint: "such as '\(definition.description(of: definition.defaultVersion))'", manifestPath: "spec.runtime"
            )
        }
        let isKnown = definition.versions.contains {
            version == $0 || version.hasPrefix("\($0).") || version.hasPrefix("\($0)-")
        }
        return Selection(
            definition: definition, version: version, isKnownVersion: isKnown || definition.versions.isEmpty)
    }

    private mutating func insert(_ definition: RuntimeDefinition) {
        definitions.removeAll { $0.name == definition.name }
        // A name beats an alias of another definition.
        for index in definitions.indices {
            definitions[index].aliases.removeAll { $0 == definition.name || definition.aliases.contains($0) }
        }
        definitions.append(definition)
        definitions.sort { $0.name < $1.name }
    }

    private static var embedded: [(name: String, content: [UInt8])] {
        [
            ("go", PackageResources.go_yaml), ("java", PackageResources.java_yaml),
            ("nodejs", PackageResources.nodejs_yaml), ("python", PackageResources.python_yaml),
            ("rust", PackageResources.rust_yaml),
        ]
    }

    private static func files(in folder: String) throws -> [(name: String, path: String)] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: folder).sorted().compactMap { file in
                guard let suffix = [".yaml", ".yml"].first(where: file.hasSuffix), !file.hasPrefix(".") else {
                    return nil
                }
                return (String(file.dropLast(suffix.count)), "\(folder)/\(file)")
            }
        } catch {
            throw BuildError(
                .definition, "cannot read the folder of runtime definitions '\(folder)'",
                hint: "name a folder with files such as python.yaml", underlying: [error])
        }
    }

    private static func content(of path: String) throws -> [UInt8] {
        do {
            return Array(try Data(contentsOf: URL(filePath: path)))
        } catch {
            throw BuildError(.definition, "cannot read the runtime definition '\(path)'", underlying: [error])
        }
    }
}
