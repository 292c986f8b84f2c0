import Diagnostics

/// One file's documents on their way to manifests.
struct ManifestFile {
    /// A document that is an agent, with what was found in it.
    struct Agent {
        var manifest: Manifest
        var report: DiagnosticReport
    }

    /// The path as the user named it.
    let file: String
    /// An absolute path.
    let directory: String
    let variables: FolderVariables
    private(set) var agents: [Agent] = []
    /// What was found in the file as a whole, and in documents that are no agents.
    private var reports: [DiagnosticReport] = []
    /// Whether some document could not be read, so that its agent's name is not known.
    private(set) var hasGaps = false

    init(
        _ content: [UInt8], file: String, directory: String, variables: FolderVariables, isStrict: Bool,
        runtimes: [String]
    ) {
        self.file = file
        self.directory = directory
        self.variables = variables
        let text: SourceText
        do {
            text = try SourceText(content)
        } catch {
            let report = DiagnosticReport(
                file: file, lines: Array(repeating: "", count: error.mark.line - 1) + [error.line])
            report.error(error.code, error.message, at: error.mark, hint: error.hint)
            reports = [report]
            hasGaps = true
            return
        }
        let report = DiagnosticReport(file: file, lines: text.lines)
        let documents = YAMLComposer.documents(of: text, report: report)
        reports = [report]
        hasGaps = report.hasErrors
        let written = documents.filter { document in
            !ValueReader(
                document.root, path: "", keyMark: document.mark,
                context: ReadingContext(report: DiagnosticReport(file: file), variables: [:])
            ).isNull
        }
        if written.isEmpty, !report.hasErrors {
            report.error(
                "manifest.empty", "the file holds no agent", at: .start,
                hint: "an agent begins with 'apiVersion: \(ManifestReader.apiVersion)' and 'kind: Agent'")
        }
        for document in written {
            let own = DiagnosticReport(file: file, lines: text.lines)
            let reader = ManifestReader(
                context: ReadingContext(
                    report: own, variables: variables.values, unreadable: variables.unreadable), isStrict: isStrict,
                runtimes: runtimes)
            guard var manifest = reader.read(document.root, mark: document.mark) else {
                reports.append(own)
                hasGaps = true
                continue
            }
            if manifest.name.isEmpty { hasGaps = true }
            manifest.source = ManifestSource(file: file, lines: text.lines, positions: own.positions)
            agents.append(Agent(manifest: manifest, report: own))
        }
    }

    /// Everything found in the file, in its order.
    var diagnostics: [Diagnostic] {
        variables.warnings + DiagnosticReport.inOrder((reports + agents.map(\.report)).flatMap { $0.sorted() })
    }

    /// The agents with their warnings; those of the file as a whole go with its first agent.
    var loaded: [LoadedManifest] {
        agents.enumerated().map { place, agent in
            let shared = place == 0 ? reports.flatMap { $0.sorted() } : []
            let said = place == 0 ? variables.warnings : []
            return LoadedManifest(
                manifest: agent.manifest, warnings: said + DiagnosticReport.inOrder(shared + agent.report.sorted()),
                directory: directory, file: file, variables: variables.values)
        }
    }
}
