import Testing

/// One text below `spec` (it begins in line 10, column 3) and everything that is said about it.
struct SpecCase: CustomTestStringConvertible, Sendable {
    var spec: String
    var expected: [String]

    init(_ spec: String, _ expected: String...) {
        self.spec = spec
        self.expected = expected
    }

    var testDescription: String { spec }

    /// Loads the text and compares what is said.
    func check() {
        let variables = ["EMPTY": "", "WORD": "abc", "PORT": "8080", "BIG": "99999"]
        #expect(messages(manifest(spec), variables: variables) == expected)
    }
}
