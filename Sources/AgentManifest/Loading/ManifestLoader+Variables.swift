import Diagnostics
import SystemPackage

extension ManifestLoader {
    /// The environment over the files of `--env-file`.
    func sharedVariables(
        _ currentDirectory: String, failures: inout [ManifestError], diagnostics: inout [Diagnostic]
    ) -> [String: String] {
        var result: [String: String] = [:]
        for file in environmentFiles {
            let path = FilePath(currentDirectory).pushing(FilePath(file)).string
            do {
                let content = try FileReading.read(path, shownAs: file)
                let found = try EnvironmentFile(
                    content, file: file, replacing: result.merging(environment) { $1 })
                diagnostics += found.warnings
                result.merge(found.variables) { $1 }
            } catch let error as ManifestError {
                failures.append(ManifestError(error.code, error.summary))
            } catch let error as DiagnosticsError {
                diagnostics += error.diagnostics
            } catch {
                failures.append(ManifestError(.unreadable, "cannot read '\(file)': \(error)"))
            }
        }
        return result.merging(environment) { $1 }
    }

    /// `shared` over the `.env` beside a manifest, where there is one. Nobody asked for it, so whatever is wrong with it is a
    /// warning, until a manifest wants a name from a line that could not be read.
    func variables(
        inDirectory directory: String, beside file: String, under shared: [String: String]
    ) -> FolderVariables {
        let path = FilePath(directory).appending(".env").string
        guard FileReading.kind(of: path) == .other else { return FolderVariables(values: shared) }
        let shown = file == "<stdin>" ? ".env" : FilePath(file).removingLastComponent().appending(".env").string
        do {
            let content = try FileReading.read(path, shownAs: shown)
            let found = EnvironmentFile(tolerating: content, file: shown, replacing: shared)
            return FolderVariables(
                values: found.variables.merging(shared) { $1 }, unreadable: found.unreadable, warnings: found.warnings)
        } catch {
            let warning = Diagnostic(.warning, code: error.reportCode, error.summary)
            return FolderVariables(
                values: shared, unreadable: UnreadableNames(isCutShort: true), warnings: [warning])
        }
    }
}
