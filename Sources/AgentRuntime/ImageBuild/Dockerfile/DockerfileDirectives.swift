/// The comments at the top of a Dockerfile that tell its builder something: `# syntax=…` and `# escape=…`.
struct DockerfileDirectives: Sendable, Hashable {
    /// The image of the builder that the Dockerfile wants, such as `docker/dockerfile:1`.
    var syntax: String?
    /// The index of its line, from 0.
    var syntaxLine = 0
    /// What continues a line at its end.
    var escape: Character = "\\"

    init(_ lines: [String]) {
        var known: Set<String> = []
        for (number, line) in lines.enumerated() {
            let trimmed = line.trimmingWhitespace()
            // They end with the first line that is none.
            guard trimmed.hasPrefix("#") else { return }
            let pair = trimmed.dropFirst().split(separator: "=", maxSplits: 1).map { String($0).trimmingWhitespace() }
            guard pair.count == 2, let name = pair.first?.lowercased(), known.insert(name).inserted,
                name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) })
            else { return }
            switch name {
            case "syntax":
                syntax = pair[1]
                syntaxLine = number
            case "escape" where pair[1] == "`": escape = "`"
            default: break
            }
        }
    }
}
