import AgentRuntime
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

    @Test func aValueSaysNothingAboutItself() {
        let value = SecretValue("hunter22")
        var dumped = ""
        dump(value, to: &dumped)
        #expect(!"\(value) \(String(reflecting: value)) \(dumped) \([value])".contains("hunter22"))
    }
}
