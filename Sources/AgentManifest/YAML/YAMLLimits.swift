/// How much a manifest may ask of the machine that reads it.
///
/// The bounds are far above any honest manifest and far below what hurts: the worst file that they let through costs
/// well under a second and some tens of megabytes.
enum YAMLLimits {
    /// The size of one file, and of one environment file: 1 MiB.
    static let fileBytes = 1 << 20
    /// How deep lists and mappings may be nested, aliases followed.
    static let depth = 64
    /// How much text all aliases and merge keys of one file may add together: 4 MiB, where every value counts 16
    /// bytes beyond its text.
    static let aliasBytes = 4 << 20
    /// How much text all `${…}` of one file may add together: 4 MiB.
    static let interpolatedBytes = 4 << 20
    /// How many documents one file may hold.
    static let documents = 256
    /// How many diagnostics of one document are kept; the rest are counted.
    static let diagnostics = 100
}
