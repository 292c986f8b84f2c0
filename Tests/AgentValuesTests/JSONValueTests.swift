import AgentValues
import FoundationEssentials
import Testing

@Suite(.timeLimit(.minutes(2))) struct JSONValueTests {
    static let value: JSONValue = [
        "z": [1, -2.5, true, nil, "a\"b\\c\n\u{1}\u{7F}ü😀"], "a": ["nested": [:], "empty": []],
        "m": 9_223_372_036_854_775_807,
    ]

    @Test func textKeepsTheOrderOfKeys() {
        #expect(
            Self.value.jsonText
                == #"{"z":[1,-2.5,true,null,"a\"b\\c\n\u0001\u007fü😀"],"a":{"nested":{},"empty":[]},"m":9223372036854775807}"#
        )
    }

    @Test func textIsWhatAnotherDecoderReads() throws {
        let decoded = try JSONDecoder().decode(JSONValue.self, from: Data(Self.value.jsonText.utf8))
        #expect(sorted(decoded) == sorted(Self.value))
    }

    @Test func codingRoundTrip() throws {
        let decoded = try JSONDecoder().decode(JSONValue.self, from: JSONEncoder().encode(Self.value))
        #expect(sorted(decoded) == sorted(Self.value))
    }

    /// The value with the keys of objects in order of the alphabet, since Foundation keeps no order.
    private func sorted(_ value: JSONValue) -> JSONValue {
        switch value {
        case .array(let items): return .array(items.map(sorted))
        case .object(let object):
            var result = JSONObject()
            for member in object.members.sorted(by: { $0.key < $1.key }) { result[member.key] = sorted(member.value) }
            return .object(result)
        case .null, .bool, .integer, .number, .string: return value
        }
    }

    @Test func accessors() {
        #expect(Self.value["z"]?.arrayValue?.count == 5)
        #expect(Self.value["a"]?["nested"] == [:])
        #expect(Self.value["m"]?.integerValue == .max)
        #expect(Self.value["none"] == nil)
        #expect(Self.value.dictionaryValue?.keys.sorted() == ["a", "m", "z"])
        #expect(JSONValue.string("x").stringValue == "x")
        #expect(JSONValue.bool(true).boolValue == true)
        #expect(JSONValue.string("x")["a"] == nil)
    }

    @Test func removingAKeyKeepsTheOthers() {
        var object = JSONObject()
        object["a"] = 1
        object["b"] = 2
        object["c"] = 3
        object["a"] = nil
        object["c"] = 4
        #expect(object.keys == ["b", "c"])
        #expect(object["c"] == 4)
        #expect(object["a"] == nil)
    }
}
