public import Diagnostics

/// Planning or building an image failed.
public struct BuildError: ReportableError {
    /// What kind of failure it is.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// The runtime has no definition.
        case unknownRuntime = "unknown-runtime"
        /// A runtime definition cannot be read, or is wrong.
        case definition
        /// A version, package, image name or path that cannot stand in a Dockerfile.
        case invalidText = "invalid-text"
        /// The folder holds nothing to start or compile.
        case noEntryFile = "no-entry-file"
        /// The folder to build is not there, or not a folder.
        case contextMissing = "context-missing"
        /// The Dockerfile is not there, or not inside the context.
        case dockerfileMissing = "dockerfile-missing"
        /// A `.dockerignore` has a line that is not a pattern.
        case ignoreFile = "ignore-file"
        /// A file of the context cannot be read.
        case unreadable
        /// A file of the context got shorter while it was sent.
        case fileChanged = "file-changed"
        /// A base image is not on the engine and cannot be pulled.
        case baseImageMissing = "base-image-missing"
        /// The Dockerfile wants what a build here cannot have.
        case unsupported
        /// A step of the Dockerfile failed.
        case stepFailed = "step-failed"
        /// The image has labels that only containers of agents may have, from its base or its Dockerfile.
        case reservedLabel = "reserved-label"
        /// The engine refused the build, or the connection broke.
        case engine
    }

    /// What kind of failure it is.
    public var code: Code
    /// One sentence: what failed, on which object and step.
    public var message: String
    /// Further lines: the engine's own words, the last lines of the build's output.
    public var details: [String]
    /// What to do next.
    public var hint: String?
    /// The errors behind this one, then what went wrong while cleaning up.
    public var underlying: [any Error]
    /// The value of the manifest that asked for this, such as `spec.dependencies[2]`; nil where none did.
    public var manifestPath: String?

    /// Creates an error.
    public init(
        _ code: Code, _ message: String, details: [String] = [], hint: String? = nil, underlying: [any Error] = [],
        manifestPath: String? = nil
    ) {
        self.code = code
        self.message = message
        self.details = details
        self.hint = hint
        self.underlying = underlying
        self.manifestPath = manifestPath
    }

    /// `build.` and the code, such as `build.step-failed`.
    public var reportCode: String { "build.\(code.rawValue)" }

    /// The message.
    public var summary: String { message }

    /// 65 for what the manifest asks for and cannot have, 74 for files that cannot be read, else 1.
    public var exitCode: ExitCode {
        switch code {
        case .unknownRuntime, .invalidText, .noEntryFile, .contextMissing, .dockerfileMissing, .ignoreFile,
            .reservedLabel, .unsupported:
            .manifestInvalid
        case .definition, .unreadable, .fileChanged: .inputOutput
        case .baseImageMissing, .stepFailed, .engine: .failure
        }
    }
}
