import ArgumentParser
import Diagnostics
import FoundationEssentials
import SeccompProfiles

/// A profile as the command line names it: `default`, `strict`, or the path of a file.
struct SeccompProfileArgument: ExpressibleByArgument, Sendable {
    private enum Source: Sendable {
        case named(SeccompProfile)
        case file(String)
        case input([UInt8])
    }

    /// `default`.
    static let standard = SeccompProfileArgument(name: "default", source: .named(.default()))
    private static let longestFile = 4 << 20

    private let name: String
    private let source: Source

    private init(name: String, source: Source) {
        self.name = name
        self.source = source
    }

    init?(argument: String) {
        switch argument {
        case "default": self = .standard
        case "strict": self.init(name: argument, source: .named(.strict()))
        default: self.init(name: argument, source: .file(argument))
        }
    }

    /// A file, whatever its name; `-` is standard input.
    init(file: String, in context: CommandContext) async throws {
        guard file == "-" else {
            self.init(name: file, source: .file(file))
            return
        }
        var input: [UInt8] = []
        for try await piece in InputStream(descriptor: context.terminal.descriptor) {
            input += piece
            if input.count > Self.longestFile { break }
        }
        self.init(name: "standard input", source: .input(input))
    }

    var defaultValueDescription: String { name }

    /// The profile, and what there is to warn about.
    ///
    /// - Throws: `DiagnosticsError` with every mistake of the file; ``CommandError`` when it cannot be read.
    func load() async throws -> (profile: SeccompProfile, warnings: [Diagnostic]) {
        switch source {
        case .named(let profile): return (profile, [])
        case .input(let bytes): return try SeccompProfile.read(bytes, file: name)
        case .file(let path): return try SeccompProfile.read(try content(of: path), file: path)
        }
    }

    private func content(of path: String) throws -> [UInt8] {
        let content: Data
        do { content = try Data(contentsOf: URL(filePath: path)) } catch let error as CocoaError {
            let isMissing = error.code == .fileReadNoSuchFile
            let name = path.contains("/") ? nil : nearest(to: path, among: ["default", "strict"])
            throw CommandError(
                .inputOutput, "cannot read '\(path)': \(isMissing ? "there is no such file" : "it cannot be read")",
                hint: name.map { "did you mean '\($0)'?" } ?? "name a file, or default, or strict")
        }
        guard content.count <= Self.longestFile else {
            throw CommandError(.inputOutput, "'\(path)' is larger than 4 MiB, and no profile")
        }
        return Array(content)
    }

    /// Shows warnings on standard error.
    static func show(_ warnings: [Diagnostic], in context: CommandContext) async throws {
        guard !warnings.isEmpty else { return }
        let renderer = context.renderer
        try await context.messages.line(renderer.text(for: warnings))
    }
}
