import AgentValues

/// Takes the values of secrets out of texts.
struct TextRedaction: Sendable {
    private let redactor: Redactor

    init(_ secrets: [SecretValue]) { redactor = Redactor(secrets) }

    func redact(_ text: String) -> String {
        guard !redactor.isIdle else { return text }
        var redactor = redactor
        let clean = redactor.redact(Array(text.utf8))
        return String(decoding: clean + redactor.finish(), as: UTF8.self)
    }
}
