import Testing

@testable import Engine

@Suite struct JSONSkimTests {
    private func skim(_ text: String) -> JSONSkim? { JSONSkim(ascii(text)[...]) }

    @Test func valuesOfEveryKind() throws {
        let json = try #require(
            skim(" {\"a\" : \"x\", \"b\":-1.5e+3,\"c\":true,\"d\":null,\"e\":[1,[2,{}]],\"f\":{\"a\":9},\"a\":2}\n"))
        #expect(json.members.map(\.key) == ["a", "b", "c", "d", "e", "f", "a"])
        #expect(json["a"] == .string("x"))
        #expect(json["b"] == .number("-1.5e+3"))
        #expect(json["c"] == .bool(true))
        #expect(json["d"] == .null)
        #expect(json["e"] == .array)
        #expect(json["f"] == .object)
        #expect(json["g"] == nil)
        #expect(json.isString("a") && json.isNumber("b") && !json.isNumber("a") && !json.isString("z"))
    }

    @Test func escapes() {
        #expect(skim(#"{"k":"\"\\\/\b\f\n\r\t"}"#)?["k"] == .string("\"\\/\u{8}\u{C}\n\r\t"))
        #expect(skim(#"{"k":"a\u00e9\ud83d\ude00z"}"#)?["k"] == .string("aé😀z"))
        #expect(skim(#"{"k":"é😀\n"}"#)?["k"] == .string("é😀\n"))
        #expect(skim(#"{"k":"\ud83d!"}"#)?["k"] == .string("\u{FFFD}!"))
        #expect(skim(#"{"\u006bey":1}"#)?["key"] == .number("1"))
    }

    @Test(arguments: [
        "", "{", "}", "[]", "1", "\"x\"", "{}x", "{}{}", "{,}", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "{'a':1}",
        "{\"a\":01}", "{\"a\":+1}", "{\"a\":.5}", "{\"a\":1.}", "{\"a\":1e}", "{\"a\":-}", "{\"a\":tru}",
        "{\"a\":nulll}",
        "{\"a\":[1,]}", "{\"a\":[1 2]}", "{\"a\":[}", "{\"a\":\"\\x\"}", "{\"a\":\"\\u12g4\"}", "{\"a\":\"\\u12",
        "{\"a\":\"\n\"}",
        "{\"a\":\"", "{\"a\":1 \"b\":2}", "{\"a\":1}//", "\u{FEFF}{}", "{\"a\":NaN}",
    ])
    func refuses(text: String) {
        #expect(skim(text) == nil)
    }

    @Test func acceptsTheSmallest() {
        #expect(skim("{}")?.members.isEmpty == true)
        #expect(skim("\t{ }\r\n")?.members.isEmpty == true)
    }

    @Test func refusesWhatIsNotUTF8() {
        #expect(JSONSkim((ascii("{\"a\":\"") + [0xFF] + ascii("\"}"))[...]) == nil)
        #expect(JSONSkim((ascii("{\"a\":\"") + [0xC3] + ascii("\"}"))[...]) == nil)
    }

    @Test func depthAndLengthAreBounded() {
        let nested = { (depth: Int) in
            "{\"a\":" + String(repeating: "[", count: depth) + String(repeating: "]", count: depth) + "}"
        }
        #expect(skim(nested(JSONSkim.maximumDepth - 1)) != nil)
        #expect(skim(nested(JSONSkim.maximumDepth)) == nil)
        #expect(skim("{\"a\":" + String(repeating: "[", count: 60_000)) == nil)
        #expect(skim(String(repeating: "{\"a\":", count: 10_000)) == nil)
        let long = "{\"a\":\"" + String(repeating: "x", count: JSONSkim.maximumLength) + "\"}"
        #expect(skim(long) == nil)
    }

    /// ProofNoise made of JSON's own characters, and true JSON with a byte changed: most are refused, none traps.
    @Test func hostileBytesNeverTrap() {
        var noise = ProofNoise(seed: 5)
        let good = ascii(#"{"alg":"HS256","n":[1,2.5e-3,{"x":null}],"s":"\u00e9\ud83d\ude00","t":true}"#)
        #expect(JSONSkim(good[...]) != nil)
        for round in 0..<10_000 {
            var text = noise.text(round % 40, of: "{}[]\",:\\u0123456789eE+-.truefalsn \u{1}")
            if round.isMultiple(of: 2) { text = ascii("{\"a\":") + text }
            _ = JSONSkim(text[...])
            var changed = good
            changed[Int.random(in: good.indices, using: &noise)] = UInt8.random(in: 0...255, using: &noise)
            _ = JSONSkim(changed[...])
            _ = JSONSkim(changed.prefix(round % (good.count + 1)))
            _ = JSONSkim(noise.bytes(round % 30)[...])
        }
    }
}
