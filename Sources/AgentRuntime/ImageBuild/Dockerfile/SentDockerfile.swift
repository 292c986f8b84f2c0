/// The Dockerfile of a build: as it is written, which errors show, and as it is sent.
struct SentDockerfile: Sendable {
    /// As it is written.
    let outline: DockerfileOutline
    /// As it is sent, where that is another text.
    let sent: String?

    /// The largest Dockerfile that is read.
    static let textLimit = 1 << 20

    /// Reads what a plan builds with. A Dockerfile that cannot be read is empty here: the build itself says so.
    init(_ plan: ImageBuildPlan, folder: any FolderReader = LocalFolderReader()) {
        let extra = plan.extraFiles.first { $0.path == plan.dockerfile }?.text
        let path = "\(plan.context)/\(plan.dockerfile)"
        let text =
            plan.dockerfileText
            ?? (try? folder.content(of: path, limit: Self.textLimit)).map { String(decoding: $0, as: UTF8.self) }
            ?? extra ?? ""
        sent = extra == text ? nil : extra
        outline = DockerfileOutline(text: text, arguments: plan.arguments)
    }
}
