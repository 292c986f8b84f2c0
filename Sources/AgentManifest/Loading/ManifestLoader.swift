import Diagnostics
import SystemPackage

/// Finds, reads and checks `agent.yaml` files.
///
/// What is acted on and what earns a warning stands in the declarations of the keys (`Manifest.documentKeys`), what is a mistake in the readers
/// beside it. A file may be at most 1 MiB, hold 256 documents, nest 64 levels, and its aliases may add 4 MiB.
public struct ManifestLoader: Sendable {
    /// The names of a manifest in a folder, in the order in which they are looked for.
    public static let fileNames = ["agent.yaml", "agent.yml", "Agent.yaml", "Agent.yml"]
    /// The runtimes that are always known.
    public static let builtInRuntimes = ["python", "nodejs", "go", "rust", "java"]

    /// The variables of the process, for `${NAME}`; they win over those of files.
    public var environment: [String: String]
    /// The files of `--env-file`; a later one wins, and all win over `.env` beside a manifest.
    public var environmentFiles: [String]
    /// Whether an unknown key is an error.
    public var isStrict: Bool
    /// The names of registered custom runtimes.
    public var knownRuntimes: Set<String>

    /// Creates a loader.
    public init(
        environment: [String: String] = [:], environmentFiles: [String] = [], isStrict: Bool = false,
        knownRuntimes: Set<String> = []
    ) {
        self.environment = environment
        self.environmentFiles = environmentFiles
        self.isStrict = isStrict
        self.knownRuntimes = knownRuntimes
    }

    /// Loads every agent of the given files. Blocks while it reads them.
    ///
    /// - Parameters:
    ///   - paths: files, folders (for the manifest in them) and `-` for standard input; none means the current folder.
    ///   - currentDirectory: an absolute path; relative paths start there.
    ///   - standardInput: reads standard input to its end; called at most once.
    /// - Returns: the agents in the order of the paths and documents, at least one.
    /// - Throws: `DiagnosticsError` with all mistakes of all files (and their warnings); ``ManifestError`` when there is
    ///   nothing but files that cannot be read.
    public func load(
        paths: [String] = [], currentDirectory: String,
        standardInput: () throws -> [UInt8] = { try ManifestLoader.readStandardInput() }
    ) throws -> [LoadedManifest] {
        var files: [ManifestFile] = []
        var failures: [ManifestError] = []
        var diagnostics: [Diagnostic] = []
        let shared = sharedVariables(currentDirectory, failures: &failures, diagnostics: &diagnostics)
        let sharedWarnings = diagnostics
        var folders: [String: FolderVariables] = [:]
        var seen: Set<String> = []
        for path in paths.isEmpty ? ["."] : paths where seen.insert(path).inserted {
            do {
                let source = try read(path, isNamed: !paths.isEmpty, currentDirectory: currentDirectory, standardInput)
                var folder =
                    folders[source.directory]
                    ?? variables(
                        inDirectory: source.directory, beside: source.file, under: shared)
                files.append(
                    ManifestFile(
                        source.content, file: source.file, directory: source.directory,
                        variables: folder, isStrict: isStrict,
                        runtimes: Self.builtInRuntimes + knownRuntimes.subtracting(Self.builtInRuntimes).sorted()))
                // Said once, with the first of the folder's files.
                folder.warnings = []
                folders[source.directory] = folder
            } catch {
                failures.append(error)
            }
        }
        let hasGaps = !failures.isEmpty || files.contains { $0.hasGaps }
        ProjectCheck(agents: files.flatMap(\.agents), hasGaps: hasGaps).check()
        diagnostics += files.flatMap(\.diagnostics)
        try Self.throwIfNeeded(failures, diagnostics)
        var loaded = files.flatMap(\.loaded)
        if !loaded.isEmpty { loaded[0].warnings = sharedWarnings + loaded[0].warnings }
        return loaded
    }

    /// Standard input to its end, at most one byte more than a manifest may have.
    public static func readStandardInput() throws -> [UInt8] { try FileReading.read(.standardInput) }

    private struct Source {
        var content: [UInt8]
        var file: String
        var directory: String
    }

    private func read(
        _ path: String, isNamed: Bool, currentDirectory: String, _ standardInput: () throws -> [UInt8]
    ) throws(ManifestError) -> Source {
        if path == "-", isNamed {
            do {
                return Source(content: try standardInput(), file: "<stdin>", directory: currentDirectory)
            } catch {
                throw ManifestError(.unreadable, "cannot read standard input: \(error)")
            }
        }
        var file = path
        func absolute(_ path: String) -> String { FilePath(currentDirectory).pushing(FilePath(path)).string }
        if FileReading.kind(of: absolute(path)) == .directory {
            func joined(_ name: String) -> String { isNamed ? FilePath(path).appending(name).string : name }
            guard let name = Self.fileNames.first(where: { FileReading.kind(of: absolute(joined($0))) == .other })
            else {
                throw ManifestError(
                    .notFound, "there is no agent.yaml in '\(isNamed ? path : currentDirectory)'",
                    hint: "name it with -f; the names looked for are \(listed(Self.fileNames))")
            }
            file = joined(name)
        }
        let content = try FileReading.read(absolute(file), shownAs: file)
        return Source(
            content: content, file: file, directory: FileReading.directory(of: file, currentDirectory: currentDirectory)
        )
    }

    private static func throwIfNeeded(_ failures: [ManifestError], _ diagnostics: [Diagnostic]) throws {
        if let only = failures.first, failures.count == 1, !diagnostics.contains(where: { $0.severity == .error }) {
            throw only
        }
        let unreadable = failures.map { Diagnostic(.error, code: $0.reportCode, $0.summary, hint: $0.hint) }
        let isBroken = diagnostics.contains { $0.severity == .error }
        if isBroken || !unreadable.isEmpty {
            throw DiagnosticsError(unreadable + diagnostics, exitCode: isBroken ? .manifestInvalid : .inputOutput)
        }
    }
}
