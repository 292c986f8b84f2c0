import AgentRuntime
import AgentValues
import Testing

@Suite(.timeLimit(.minutes(2))) struct RedactorTests {
    private func redact(_ pieces: [String], _ values: [String]) -> String {
        var redactor = Redactor(values.map { SecretValue($0) })
        var clean: [UInt8] = []
        for piece in pieces { clean += redactor.redact(Array(piece.utf8)) }
        return String(decoding: clean + redactor.finish(), as: UTF8.self)
    }

    @Test(arguments: [
        (["hunter22"], "key=hunter22.", "key=***."),
        (["hunter22"], "hunter2 hunter22hunter22", "hunter2 ******"),
        // The longer one wins, whichever is given first, also when it comes later.
        (["abcd", "abcdef"], "abcdef abcd abcde", "*** *** ***e"),
        (["abcdef", "abcd"], "xabcdefx", "x***x"),
        // Overlapping ones leave nothing of either.
        (["abcdef", "defghi"], "-abcdefghi-", "-***-"),
        (["aaaa"], "aaaaaaaaaa", "***"),
        (["abcdefgh", "cdef"], "abcdefgh cdef", "*** ***"),
        // Each line of a value with several lines.
        (["first-line\nsecond-line"], "first-line\nsecond-line\nsecond-line", "***\n***"),
        (["one1\r\ntwo2\r\n"], "one1, two2", "***, ***"),
        // Too short to hide.
        (["abc"], "abcabc", "abcabc"),
        (["x\nlong-enough"], "x long-enough", "x ***"),
        (["zażółć"], "«zażółć»", "«***»"),
        ([], "nothing", "nothing"),
    ])
    func valuesAreHidden(_ values: [String], _ text: String, _ clean: String) {
        #expect(redact([text], values) == clean)
    }

    /// Each line is printed by the library that it names.
    @Test(arguments: [
        // base64(1), with and without the shell's line end, URL-safe, without padding.
        ("a b/c?é\"<&", "YSBiL2M/w6kiPCY="), ("a b/c?é\"<&", "YSBiL2M/w6kiPCYK"), ("a b/c?é\"<&", "YSBiL2M_w6kiPCY"),
        ("hunter22", "aHVudGVyMjI="), ("hunter22", "aHVudGVyMjIK"),
        // Python's urllib.parse.quote, JavaScript's encodeURIComponent, Go's url.QueryEscape, curl with small letters.
        ("a b/c?é\"<&", "a%20b/c%3F%C3%A9%22%3C%26"), ("a b/c?é\"<&", "a%20b%2Fc%3F%C3%A9%22%3C%26"),
        ("a b/c?é\"<&", "a+b%2Fc%3F%C3%A9%22%3C%26"), ("a b/c?é\"<&", "a%20b%2fc%3f%c3%a9%22%3c%26"),
        ("hunter22", "%68%75%6E%74%65%72%32%32"), ("hunter22", "%68%75%6e%74%65%72%32%32"),
        // JavaScript's JSON.stringify, Python's json.dumps, PHP's json_encode, Go's encoding/json, .NET's System.Text.Json.
        ("a b/c?é\"<&", "a b/c?é\\\"<&"), ("a b/c?é\"<&", "a b/c?\\u00e9\\\"<&"),
        ("a b/c?é\"<&", "a b\\/c?\\u00e9\\\"<&"), ("a b/c?é\"<&", "a b/c?é\\\"\\u003c\\u0026"),
        ("a b/c?é\"<&", "a b/c?\\u00E9\\u0022\\u003C\\u0026"), ("\u{1}🎉\\-\t\n-", "\\u0001\\ud83c\\udf89\\\\-\\t\\n-"),
        ("hunter22", "\\u0068\\u0075\\u006e\\u0074\\u0065\\u0072\\u0032\\u0032"),
    ])
    func encodedValuesAreHidden(_ value: String, _ form: String) {
        #expect(redact(["<", form, ">"], [value]) == "<***>")
        #expect(redact("<\(form)>".map { String($0) }, [value]) == "<***>")
    }

    /// A value amid other text in base64: what its bits alone decide is hidden, wherever it begins.
    @Test(arguments: [
        ("eyJrZXkiOiJodW50ZXIyMiJ9", "hunter22"), ("eyJwd2QiOiAiaHVudGVyMjIifQ==", "hunter22"),
        ("dXNlcjpodW50ZXIyMg==", "hunter22"), ("eyJwdyI6Imh1bnRlcjIyIn0=", "hunter22"),
    ])
    func embeddedValuesAreHidden(_ text: String, _ value: String) {
        let clean = redact([text], [value])
        #expect(clean.contains("***"))
        // At most one digit on each side has bits of the value.
        #expect(text.count - (clean.count - 3) >= value.utf8.count * 8 / 6 - 1, "\(clean)")
    }

    @Test func linesOfEncodedValuesAreHidden() {
        let value = String((0..<120).map { Character(Unicode.Scalar(UInt8(65 + $0 % 26))) })
        // As base64(1) breaks it.
        let lines = [
            "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVpBQkNERUZHSElKS0xNTk9QUVJTVFVWV1hZWkFCQ0RF",
            "RkdISUpLTE1OT1BRUlNUVVZXWFlaQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVpBQkNERUZHSElK",
        ]
        #expect(redact([lines.joined(separator: "\n")], [value]) == "***\n***")
    }

    /// However the engine cuts the text, the result is the same.
    @Test(arguments: [["hunter22"], ["hunter22", "er22-and"], ["hunter22-and-more", "hunter22"]])
    func piecesMakeNoDifference(_ values: [String]) {
        let text = "a hunter22 hunter22-and-so hunter22-and-more hunter2"
        let whole = redact([text], values)
        #expect(!whole.contains("hunter22"))
        for first in text.indices {
            for second in text.indices where second >= first {
                let pieces = [text[..<first], text[first..<second], text[second...]].map(String.init)
                #expect(redact(pieces, values) == whole)
            }
        }
        #expect(redact(text.map { String($0) }, values) == whole)
    }

    @Test func onlyWhatMayBeAValueIsHeldBack() {
        var redactor = Redactor([SecretValue("hunter22")])
        #expect(redactor.redact(Array("line one\nhun".utf8)) == Array("line one\n".utf8))
        #expect(redactor.redact(Array("gry\n".utf8)) == Array("hungry\n".utf8))
        #expect(redactor.finish().isEmpty)
        #expect(Redactor([]).isIdle && Redactor([SecretValue("abc")]).isIdle)
    }
}
