public import Diagnostics

/// A ``Catalog`` cannot make what was asked for.
public struct CatalogError: ReportableError {
    /// Why.
    public enum Code: String, Sendable {
        /// Nothing of that name is registered.
        case unknownName = "catalog.unknown-name"
        /// The factory refuses the settings.
        case settings = "catalog.settings"
    }

    /// Why.
    public let code: Code
    /// What is wrong, in one sentence.
    public let summary: String
    /// Where in the settings the mistake is, such as `config.ceilings.memory`, when the factory says so.
    public let path: String?
    /// What to do next: the nearest name or all of them, or what the factory says.
    public let hint: String?

    /// ``code`` as text.
    public var reportCode: String { code.rawValue }
    /// 65.
    public var exitCode: ExitCode { .manifestInvalid }

    static func unknown(_ kind: String, _ name: String, among names: [String]) -> CatalogError {
        CatalogError(
            code: .unknownName, summary: "there is no \(kind) '\(name)'", path: nil,
            hint: didYouMean(name, among: names)
                ?? "registered \(kind)s: \(names.isEmpty ? "none" : names.joined(separator: ", "))")
    }

    static func refused(_ kind: String, _ name: String, _ cause: any Error) -> CatalogError {
        let reported = cause as? any ReportableError
        return CatalogError(
            code: .settings,
            summary: "the \(kind) '\(name)' does not accept its config: \(reported?.summary ?? "\(cause)")",
            path: (cause as? SettingsError)?.path,
            hint: reported?.hint)
    }
}
