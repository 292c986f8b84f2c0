import Diagnostics

/// One value of a manifest on its way to a type; every mistake goes to the report, and the answer is nil then.
package struct ValueReader {
    let node: YAMLNode
    /// The path from the document's root, such as `spec.ports[0].container`.
    package let path: String
    /// Where the key stands; for an item of a list, where the item begins.
    let keyMark: SourceMark
    let context: ReadingContext

    init(_ node: YAMLNode, path: String, keyMark: SourceMark, context: ReadingContext) {
        self.node = node
        self.path = path
        self.keyMark = keyMark
        self.context = context
        if case .scalar = node.content {
            context.report.positions[path] = context.report.position(node.mark)
        } else {
            context.report.positions[path] = context.report.position(keyMark)
        }
    }

    /// Reports a mistake at the value.
    package func fail(
        _ message: @autoclosure () -> String, code: String = "manifest.value", hint: @autoclosure () -> String? = nil
    ) {
        guard context.report.makesRoom(for: .error) else { return }
        context.report.error(code, message(), at: node.mark, path: path, hint: hint())
    }

    /// Reports a warning at the key.
    func warn(
        _ message: @autoclosure () -> String, code: String = "manifest.no-effect",
        hint: @autoclosure () -> String? = nil
    ) {
        guard context.report.makesRoom(for: .warning) else { return }
        context.report.warning(code, message(), at: keyMark, path: path, hint: hint())
    }

    /// Whether nothing is written: `key:` or `key: null`.
    package var isNull: Bool {
        guard case .scalar(let scalar) = node.content else { return false }
        switch node.tag {
        case nil: return scalar.style == .plain && CoreSchema(scalar.text) == .null
        case YAMLTag.null: return true
        default: return false
        }
    }

    /// The scalar with its `${…}` replaced; anything else is a mistake.
    func scalar(expected: String) -> ReadingContext.Scalar? {
        switch node.content {
        case .scalar(let scalar): return context.scalar(scalar, tag: node.tag, mark: node.mark, path: path)
        case .broken: return nil
        case .sequence, .mapping:
            mismatch(expected: expected)
            return nil
        }
    }

    /// Reports that the type is wrong.
    func mismatch(expected: String, hint: @autoclosure () -> String? = nil) {
        if case .broken = node.content { return }
        fail("expected \(expected), found \(found)", code: "manifest.type", hint: hint())
    }

    /// What is written, for a message.
    var found: String {
        switch node.content {
        case .sequence: return "a list"
        case .mapping: return "a mapping"
        case .broken: return "a mistake"
        case .scalar(let scalar):
            let text = scalar.text.count > 60 ? scalar.text.prefix(60) + "…" : scalar.text
            guard scalar.style == .plain, node.tag == nil else { return "the text '\(text)'" }
            return switch CoreSchema(scalar.text) {
            case .null: "nothing"
            case .bool: "'\(text)' (a boolean)"
            case .integer, .float: "the number \(text)"
            case .string: "the text '\(text)'"
            }
        }
    }

    /// A hint that names the variables in the value, where there are any.
    func origin(_ scalar: ReadingContext.Scalar) -> String? {
        scalar.names.isEmpty
            ? nil : "the value comes from " + scalar.names.map { "${\($0)}" }.joined(separator: " and ")
    }
}

/// `a, b or c`.
func listed(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " or " + last
}
