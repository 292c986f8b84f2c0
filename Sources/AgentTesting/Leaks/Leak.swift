public import Diagnostics

/// Something that a project has left on an engine or on this host.
public struct Leak: Sendable, Hashable, CustomStringConvertible {
    /// What kind of thing it is.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// A container, running or not.
        case container
        /// A network.
        case network
        /// A volume.
        case volume
        /// A file or folder of this host.
        case file
    }

    /// What kind of thing it is.
    public var kind: Kind
    /// The object's name, or the path of the file.
    public var name: String

    /// Creates a leak.
    public init(_ kind: Kind, _ name: String) {
        self.kind = kind
        self.name = name
    }

    /// Kind and name, such as `volume shop-data`.
    public var description: String { "\(kind) \(name)" }
}

/// A project has left something.
public struct LeakError: ReportableError {
    /// The project.
    public var project: String
    /// What is left; never empty.
    public var leaks: [Leak]

    /// `test.leak`.
    public var reportCode: String { "test.leak" }
    /// Everything that is left.
    public var summary: String {
        "project '\(project)' has left \(leaks.map(\.description).joined(separator: ", "))"
    }
    /// How to remove it.
    public var hint: String? { "'aac-runtime down --volumes --project \(project)' removes it" }
}
