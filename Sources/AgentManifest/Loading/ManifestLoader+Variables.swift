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
                result.merge(try EnvironmentFile(content, file: file).variables) { $1 }
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

    /// `shared` over the `.env` beside a manifest, where there is one.
    func variables(
        inDirectory directory: String, beside file: String, under shared: [String: String],
        failures: inout [ManifestError], diagnostics: inout [Diagnostic]
    ) -> [String: String] {
        let path = FilePath(directory).appending(".env").string
        guard FileReading.kind(of: path) == .other else { return shared }
        let shown = file == "<stdin>" ? ".env" : FilePath(file).removingLastComponent().appending(".env").string
        do {
            let content = try FileReading.read(path, shownAs: shown)
            return try EnvironmentFile(content, file: shown).variables.merging(shared) { $1 }
        } catch let error as ManifestError {
            failures.append(ManifestError(error.code, error.summary))
        } catch let error as DiagnosticsError {
            diagnostics += error.diagnostics
        } catch {
            failures.append(ManifestError(.unreadable, "cannot read '\(shown)': \(error)"))
        }
        return shared
    }
}
