/// Options that stand before the command, as other tools take them: `aac-runtime -p shop -f agent.yaml up -d`.
///
/// They are moved behind the command, and written in full: `-f` and `-p` mean something else to some commands.
enum LeadingOptions {
    private static let names = [
        "-p": "--project", "--project": "--project", "--project-name": "--project", "-f": "--file", "--file": "--file",
        "--env-file": "--env-file", "--engine": "--engine", "-H": "--engine", "--host": "--engine",
        "--log-level": "--log-level",
    ]

    /// The arguments with the options behind the command; unchanged where there are none, or no command follows.
    static func moved(_ arguments: [String]) -> [String] {
        var moved: [String] = []
        var rest = arguments[...]
        while let word = rest.first, word.hasPrefix("-") {
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard let name = names[parts[0]] else { return arguments }
            rest.removeFirst()
            guard parts.count == 1 else {
                moved.append("\(name)=\(parts[1])")
                continue
            }
            guard let value = rest.popFirst() else { return arguments }
            moved.append("\(name)=\(value)")
        }
        guard !moved.isEmpty, let command = rest.popFirst() else { return arguments }
        return [command] + moved + rest
    }
}
