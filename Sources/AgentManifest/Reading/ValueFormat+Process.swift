extension ValueFormat<String> {
    /// The name of an image.
    static var image: ValueFormat {
        text.shown(as: .matching("^(?!-)[!-~]+$")).checked { image, value in
            if image.unicodeScalars.contains(where: { $0.properties.isWhitespace || !$0.isASCII })
                || image.hasPrefix("-")
            {
                value.fail(
                    "'\(image)' is not an image reference",
                    hint: "such as 'python:3.11-slim' or 'registry.example/team/agent:1.0'")
            }
        }
    }

    /// A directory in the container.
    static var workingDirectory: ValueFormat {
        text.shown(as: .matching("^/")).checked { directory, value in
            if !directory.hasPrefix("/") {
                value.fail("'workingDir' must be an absolute path in the container, found '\(directory)'")
            }
        }
    }

    /// The path of a URL.
    static var urlPath: ValueFormat {
        text.shown(as: .matching("^/")).checked { path, value in
            if !path.hasPrefix("/") { value.fail("expected a path that begins with '/', found '\(path)'") }
        }
    }
}

extension ValueFormat<[String]> {
    /// A program with its arguments, or nothing.
    static var command: ValueFormat {
        texts.checked { command, value in
            if command.first?.isEmpty == true { refuseProgram(value) }
        }
    }

    /// A program with its arguments.
    static var program: ValueFormat {
        texts.shown(as: .defined(.program)).checked { command, value in
            if command.first?.isEmpty ?? true { refuseProgram(value) }
        }
    }

    private static func refuseProgram(_ value: ValueReader) {
        value.fail("the first item of 'command' is the program and must not be empty")
    }
}

extension ValueFormat<Manifest.RestartPolicy> {
    /// What the engine does when the agent ends.
    static var restartPolicy: ValueFormat {
        ValueFormat(
            .either([
                .words(["no", "always", "unless-stopped", "on-failure"]),
                .matching("^on-failure:([1-9][0-9]{0,3}|10000)$"),
            ]), read: readRestart)
    }

    private static func readRestart(_ value: ValueReader) -> Manifest.RestartPolicy? {
        let names = ["no", "always", "unless-stopped", "on-failure"]
        // Older YAML reads a plain `no` as false, so people write either.
        if case .scalar(let scalar) = value.node.content, scalar.style == .plain, value.node.tag == nil,
            CoreSchema(scalar.text) == .bool(false)
        {
            value.fail(
                "expected \(listed(names)), found \(value.found)", code: "manifest.type", hint: "write 'restart: no'")
            return nil
        }
        guard let text = value.text() else { return nil }
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        switch (parts[0], parts.count > 1 ? parts[1] : nil) {
        case ("no", nil): return .no
        case ("always", nil): return .always
        case ("unless-stopped", nil): return .unlessStopped
        case ("on-failure", nil): return .onFailure(maximumRetries: nil)
        case ("on-failure", let count?):
            if let retries = Int(count), (1...10_000).contains(retries), !count.hasPrefix("+") {
                return .onFailure(maximumRetries: retries)
            }
            value.fail("'\(count)' is not a number of restarts", hint: "such as 'on-failure:3'")
        case (let name, .some) where names.contains(String(name)):
            value.fail("only 'on-failure' takes a number of restarts, found '\(text)'", hint: "write '\(name)'")
        default: value.refuse(text, what: "restart policy", expected: names)
        }
        return nil
    }
}
