/// What a Dockerfile asks of its builder.
extension DockerfileOutline {
    /// A mount for which a builder asks its client while it builds.
    struct ClientMount: Sendable, Hashable {
        /// `secret` or `ssh`.
        var type: String
        /// The indices of the instruction's lines, from 0.
        var lines: ClosedRange<Int>
    }

    /// The options that Docker's first builder knows, by instruction.
    private static let classicFlags: [String: Set<String>] = [
        "FROM": ["platform"], "COPY": ["from", "chown"], "ADD": ["chown"],
        "HEALTHCHECK": ["interval", "timeout", "start-period", "retries"],
    ]
    /// What BuildKit gives a value, and nothing else does.
    private static let platformArguments: Set<String> = [
        "TARGETPLATFORM", "TARGETOS", "TARGETARCH", "TARGETVARIANT", "BUILDPLATFORM", "BUILDOS", "BUILDARCH",
        "BUILDVARIANT",
    ]

    /// Whether Docker's first builder cannot build it.
    var needsBuildKit: Bool {
        directives.syntax != nil
            || instructions.contains { instruction in
                let known = Self.classicFlags[instruction.keyword] ?? []
                return instruction.flags.contains { !known.contains($0.name) } || !instruction.heredocs.isEmpty
                    || Self.usesPlatformArguments(instruction)
            }
    }

    private static func usesPlatformArguments(_ instruction: DockerfileInstruction) -> Bool {
        guard instruction.keyword == "ARG" || instruction.keyword == "FROM" else { return false }
        let names = instruction.text.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) && $0 != "_" }
        return names.contains { platformArguments.contains(String($0)) }
    }

    /// Whether it names an image by its id, which BuildKit looks for in a registry.
    var namesImagesByID: Bool {
        images.contains { image in
            let digits = image.hasPrefix("sha256:") ? image.dropFirst(7) : image[...]
            return (12...64).contains(digits.utf8.count)
                && digits.utf8.allSatisfy { "0123456789abcdef".utf8.contains($0) }
        }
    }

    /// Whether it has heredocs.
    var hasHeredocs: Bool { instructions.contains { !$0.heredocs.isEmpty } }

    /// Whether it adds what is fetched from elsewhere while it is built, which may be another thing each time.
    var fetches: Bool {
        instructions.contains { instruction in
            instruction.keyword == "ADD"
                && instruction.words.contains { $0.contains("://") || $0.contains("git@") || $0.contains("$") }
        }
    }

    /// The first mount for which a builder would ask its client.
    var clientMount: ClientMount? {
        for instruction in instructions where instruction.keyword == "RUN" {
            for flag in instruction.flags where flag.name == "mount" {
                for type in ["secret", "ssh"] where flag.value.split(separator: ",").contains("type=\(type)") {
                    return ClientMount(type: type, lines: instruction.lines)
                }
            }
        }
        return nil
    }
}
