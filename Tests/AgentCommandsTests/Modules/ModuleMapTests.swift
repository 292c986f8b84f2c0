import Foundation
import Testing

/// Holds the import statements of all sources against ``ModuleMap``.
@Suite(.timeLimit(.minutes(2))) struct ModuleMapTests {
    private static let sources = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../Sources").standardizedFileURL

    @Test(arguments: ModuleMap.modules) func aModuleImportsWhatTheMapAllows(_ module: ModuleMap.Module) throws {
        let allowed = module.own.union(module.packages).union(ModuleMap.system)
        let files = try Self.files(of: module.name)
        #expect(!files.isEmpty, "Sources/\(module.name) has no Swift file: take the module out of ModuleMap")
        var used: [String: Set<String>] = [:]
        for (path, text) in files {
            for (line, name) in ImportStatements(of: text) {
                let place = "Sources/\(module.name)/\(path):\(line)"
                used[name, default: []].insert(path)
                #expect(
                    allowed.contains(name),
                    """
                    \(place): \(module.name) may not import \(name). It may import \(allowed.sorted().joined(separator: ", ")). \
                    Ask a module below that may, or move the code; where the architecture is to be another one, change \
                    ModuleMap and the table of the article "Architecture".
                    """)
                if let permitted = module.restricted[name] {
                    #expect(
                        permitted.contains(path),
                        """
                        \(place): in \(module.name) only some files may import \(name), and this is none of them; see \
                        ModuleMap. Ask what stands between the two modules.
                        """)
                }
            }
        }
        // The list of exceptions only gets shorter.
        for (name, permitted) in module.restricted {
            let idle = permitted.subtracting(used[name, default: []])
            #expect(idle.isEmpty, "\(idle.sorted()) import \(name) no more: take them out of ModuleMap")
        }
    }

    @Test func theMapHasEveryModuleAndArrowsGoDown() throws {
        let folders = try FileManager.default.contentsOfDirectory(atPath: Self.sources.path)
        let names = ModuleMap.modules.map(\.name)
        #expect(Set(folders) == Set(names).union(ModuleMap.notModules), "Sources and ModuleMap have different modules")
        var below = ModuleMap.notModules
        for module in ModuleMap.modules {
            let wrong = module.own.subtracting(below)
            #expect(wrong.isEmpty, "\(module.name) stands below \(wrong.sorted()) in ModuleMap, and may not import it")
            below.insert(module.name)
        }
    }

    @Test func aCModuleHasOneSwiftModule() {
        for name in ModuleMap.notModules {
            let users = ModuleMap.modules.filter { $0.own.contains(name) }.map(\.name)
            #expect(users.count <= 1, "\(name) is imported by \(users): C is wrapped in one place")
        }
    }

    @Test func importsAreFoundInEveryForm() {
        let text = """
            public import HTTPTypes
            import Glibc // for errno
            @testable import AgentRuntime
            import struct Foundation.Data
            let important = "import Nothing"
            let source = \"""
                import AgentCommands
                \"""
            #if os(Linux)
                internal import Dispatch
            #endif
            """
        let found = ImportStatements(of: text).map { "\($0.line) \($0.module)" }
        #expect(found == ["1 HTTPTypes", "2 Glibc", "3 AgentRuntime", "4 Foundation", "10 Dispatch"])
    }

    /// The Swift files of a module, by their path in its folder.
    private static func files(of module: String) throws -> [String: String] {
        let folder = sources.appending(path: module)
        let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".swift") }
        return try Dictionary(
            uniqueKeysWithValues: paths.map { path in
                let text = try String(contentsOf: folder.appending(path: path), encoding: .utf8)
                return (path, text)
            })
    }
}

/// The import statements of a Swift file.
private struct ImportStatements: Sequence {
    private let found: [(line: Int, module: String)]

    init(of text: String) {
        var found: [(line: Int, module: String)] = []
        var isQuoted = false
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            // Sources that are written for others stand in literals of several lines.
            if line.split(separator: "\"\"\"", omittingEmptySubsequences: false).count.isMultiple(of: 2) {
                isQuoted.toggle()
            }
            guard !isQuoted else { continue }
            var words = line.split(separator: " ")[...]
            while let word = words.first, word.hasPrefix("@") || ["public", "package", "internal"].contains(word) {
                words.removeFirst()
            }
            guard words.popFirst() == "import", var name = words.popFirst() else { continue }
            if ["struct", "class", "enum", "protocol", "func", "let", "var", "typealias"].contains(name) {
                name = words.popFirst() ?? name
            }
            found.append((index + 1, String(name.split(separator: ".").first ?? name)))
        }
        self.found = found
    }

    func makeIterator() -> IndexingIterator<[(line: Int, module: String)]> { found.makeIterator() }
}
