import Diagnostics

/// What `${NAME}` stands for in the manifests of one folder.
struct FolderVariables {
    var values: [String: String]
    /// Names that may have values, in lines of `.env` that could not be read.
    var unreadable = UnreadableNames()
    /// What is to be said about `.env`.
    var warnings: [Diagnostic] = []
}
