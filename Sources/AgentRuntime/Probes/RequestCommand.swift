import FoundationEssentials

/// A call of `curl` or `wget` that asks the container itself over HTTP, as a check that needs neither program.
struct RequestCommand: Sendable, Hashable {
    /// What is asked.
    let check: Probe.HTTPCheck

    /// - Parameters:
    ///   - words: the program and its arguments; a line for a shell is `/bin/sh`, `-c` and the line.
    ///   - variables: those of the container.
    /// - Returns: nil where it is another program, asks another host, or has an option whose sense a plain `GET` has not.
    init?(_ words: [String], variables: [String: String]) {
        let shell = Self.line(in: words).map { ShellWords($0, variables: variables)?.words }
        guard let words = shell ?? words, let program = words.first?.split(separator: "/").last else { return nil }
        var reader = OptionReader(rest: words.dropFirst())
        switch program {
        case "curl": guard reader.read(options: Self.curl, of: program) else { return nil }
        case "wget":
            // It follows redirects and fails from 400 on, by itself.
            (reader.failsOnError, reader.followsRedirects) = (true, true)
            guard reader.read(options: Self.wget, of: program) else { return nil }
        default: return nil
        }
        guard let check = reader.check else { return nil }
        self.check = check
    }

    /// The line of `sh -c LINE`; nil for any other command.
    static func line(in words: [String]) -> String? {
        guard words.count == 3, words[1] == "-c", let shell = words[0].split(separator: "/").last,
            ["sh", "bash", "ash", "dash"].contains(shell)
        else { return nil }
        return words[2]
    }

    /// What an option means for a check.
    fileprivate enum Meaning {
        /// Nothing.
        case none
        /// Nothing, and its value neither.
        case noneWithValue
        case fail, follow, insecure, header, host, agent
    }

    private static let curl: [String: Meaning] = [
        "-f": .fail, "--fail": .fail, "--fail-with-body": .fail, "-s": .none, "--silent": .none, "-S": .none,
        "--show-error": .none, "-v": .none, "--verbose": .none, "-i": .none, "--include": .none, "-I": .none,
        "--head": .none,
        "-4": .none, "-N": .none, "--no-buffer": .none, "--no-progress-meter": .none, "-q": .none,
        "-L": .follow, "--location": .follow, "-k": .insecure, "--insecure": .insecure, "-H": .header,
        "--header": .header,
        "-A": .agent, "--user-agent": .agent, "-o": .noneWithValue, "--output": .noneWithValue, "-m": .noneWithValue,
        "--max-time": .noneWithValue, "--connect-timeout": .noneWithValue, "--retry": .noneWithValue,
        "--retry-delay": .noneWithValue, "--retry-max-time": .noneWithValue, "--retry-connrefused": .none,
        "--noproxy": .noneWithValue, "--url": .host,
    ]

    private static let wget: [String: Meaning] = [
        "-q": .none, "--quiet": .none, "-nv": .none, "--no-verbose": .none, "-S": .none, "--server-response": .none,
        "--spider": .none, "-4": .none, "-O": .noneWithValue, "--output-document": .noneWithValue, "-T": .noneWithValue,
        "--timeout": .noneWithValue, "-t": .noneWithValue, "--tries": .noneWithValue,
        "--no-check-certificate": .insecure,
        "--header": .header, "-U": .agent, "--user-agent": .agent, "--no-proxy": .none, "-Y": .noneWithValue,
    ]

    fileprivate struct OptionReader {
        var rest: ArraySlice<String>
        var url: String?
        var failsOnError = false
        var followsRedirects = false
        var isInsecure = false
        var headers: [Probe.HTTPCheck.Header] = []

        /// - Returns: false where something is not understood.
        mutating func read(options: [String: Meaning], of program: Substring) -> Bool {
            while let word = rest.popFirst() {
                guard word.hasPrefix("-"), word.count > 1 else {
                    guard take(url: word) else { return false }
                    continue
                }
                if word.hasPrefix("--") {
                    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                    guard let meaning = options[String(parts[0])],
                        apply(meaning, value: parts.count == 2 ? String(parts[1]) : nil)
                    else { return false }
                } else if let meaning = options[word] {
                    guard apply(meaning, value: nil) else { return false }
                } else {
                    guard read(letters: word.dropFirst(), options) else { return false }
                }
            }
            return true
        }

        /// Several options in one word, such as `-fsSL`; the value of the last one may follow at once, as in `-O-`.
        private mutating func read(letters: Substring, _ options: [String: Meaning]) -> Bool {
            var letters = letters
            while let letter = letters.popFirst() {
                guard let meaning = options["-\(letter)"] else { return false }
                switch meaning {
                case .none, .fail, .follow, .insecure: guard apply(meaning, value: nil) else { return false }
                case .noneWithValue, .header, .host, .agent:
                    return apply(meaning, value: letters.isEmpty ? nil : String(letters))
                }
            }
            return true
        }

        private mutating func apply(_ meaning: Meaning, value: String?) -> Bool {
            switch meaning {
            case .none: return value == nil
            case .fail: failsOnError = true
            case .follow: followsRedirects = true
            case .insecure: isInsecure = true
            case .noneWithValue: return (value ?? rest.popFirst()) != nil
            case .host: return (value ?? rest.popFirst()).map { take(url: $0) } ?? false
            case .agent:
                guard let value = value ?? rest.popFirst() else { return false }
                headers.append(Probe.HTTPCheck.Header(name: "User-Agent", value: value))
            case .header:
                guard let line = value ?? rest.popFirst(), let colon = line.firstIndex(of: ":") else { return false }
                let field = line[line.index(after: colon)...].drop { $0 == " " }
                headers.append(Probe.HTTPCheck.Header(name: String(line[..<colon]), value: String(field)))
            }
            return true
        }

        private mutating func take(url word: String) -> Bool {
            guard url == nil else { return false }
            url = word
            return true
        }

        /// nil where the container is not asked itself.
        var check: Probe.HTTPCheck? {
            guard let url, let parts = URL(string: url.contains("://") ? url : "http://\(url)"),
                let scheme = parts.scheme.flatMap(Probe.HTTPCheck.Scheme.init(rawValue:)), parts.user == nil,
                let host = parts.host()?.trimmingBrackets,
                host == "localhost" || host.hasPrefix("127.") || host == "::1" || host == "0.0.0.0"
            else { return nil }
            let path = parts.path(percentEncoded: true)
            let query = parts.query(percentEncoded: true).map { "?\($0)" } ?? ""
            return Probe.HTTPCheck(
                port: parts.port ?? (scheme == .https ? 443 : 80), path: (path.isEmpty ? "/" : path) + query,
                statuses: [100...(failsOnError ? 399 : 599)], scheme: scheme, isInsecure: isInsecure, headers: headers,
                followsRedirects: followsRedirects, address: .loopback)
        }
    }
}

extension String {
    /// An IPv6 address without the brackets that a URL has around it.
    fileprivate var trimmingBrackets: String {
        hasPrefix("[") && hasSuffix("]") ? String(dropFirst().dropLast()) : self
    }
}
