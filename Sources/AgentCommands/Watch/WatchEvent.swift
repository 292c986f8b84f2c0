/// What a ``FolderWatcher`` says.
enum WatchEvent: Sendable {
    /// Something happened to a file or folder.
    case changed(path: String, ChangeSet.Kind)
    /// The kernel could not keep up; anything may have changed.
    case everything
    /// It watches no longer.
    case failed(any Error)
}
