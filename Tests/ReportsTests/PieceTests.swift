import Findings
import Testing

@testable import Reports

/// The pieces that reports are put together from.
struct PieceTests {
    @Test(arguments: [
        ("plain é 密 👍", "plain é 密 👍"), ("a\tb", "a b"), ("\u{202E}", "‹U+202E›"), ("\u{1B}[0m", "‹U+001B›[0m"),
        ("\u{85}\u{7F}\0", "‹U+0085›‹U+007F›‹U+0000›"), ("\u{E0041}\u{FEFF}\u{AD}", "‹U+E0041›‹U+FEFF›‹U+00AD›"),
        ("\u{2028}\u{2066}\u{3164}", "‹U+2028›‹U+2066›‹U+3164›"),
    ])
    func visible(_ text: String, _ expected: String) { #expect(TerminalText.visible(text) == expected) }

    @Test(
        arguments: [
            ([0xFF, 0x41], "‹0xFF›A"), ([0xE2, 0x80], "‹0xE2›‹0x80›"), ([0xE2, 0x80, 0x41], "‹0xE2›‹0x80›A"),
            ([0xC0, 0x80], "‹0xC0›‹0x80›"), ([0xED, 0xA0, 0x80, 0xC3, 0xA9], "‹0xED›‹0xA0›‹0x80›é"), ([], ""),
        ] as [([UInt8], String)])
    func visibleBytes(_ bytes: [UInt8], _ expected: String) { #expect(TerminalText.visible(bytes) == expected) }

    @Test(arguments: [
        (0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (1_000, "1.0 kB"), (1_999, "1.9 kB"),
        (48_291_337, "48.2 MB"),
        (999_999_999, "999.9 MB"), (20_000_000_000, "20.0 GB"), (Int.max, "9223.3 PB"),
    ])
    func size(_ bytes: Int, _ expected: String) { #expect(SummaryText.size(bytes) == expected) }

    @Test(
        arguments: [
            ("a/b.txt", "/w", "a/b.txt", "file:///w/a/b.txt"), ("./a//b/../c d", "/w", "a/c%20d", "file:///w/a/c%20d"),
            ("/w/x/y", "/w", "x/y", "file:///w/x/y"), ("/etc/p", "/w", nil, "file:///etc/p"),
            ("../o", "/w/x", nil, "file:///w/o"), ("/wx/y", "/w", nil, "file:///wx/y"),
            ("a:b?#%", "", "a%3Ab%3F%23%25", nil),
            ("/x", "", nil, "file:///x"), ("../../..", "/w", nil, nil), ("x", "/", "x", "file:///x"),
            ("", "/w", nil, "file:///w"),
        ] as [(String, String, String?, String?)])
    func address(_ path: String, _ directory: String, _ relative: String?, _ absolute: String?) {
        let address = FileAddress(Array(path.utf8), in: directory)
        #expect(address.relative == relative)
        #expect(address.absolute == absolute)
        if path == "../../.." { #expect(address.asWritten == path) }
    }

    private func view(_ before: String, _ secret: String, _ after: String, shows: Bool = false) -> [String] {
        var style = ReportStyle()
        style.showsSecrets = shows
        let segments: [Excerpt.Segment] = [
            .text(Array(before.utf8)), .secret(Secret(Array(secret.utf8)), marked: true), .text(Array(after.utf8)),
        ]
        return ExcerptView(Excerpt(segments: segments), style, cells: 80).lines(Paint(isOn: false))
    }

    @Test func caretsStandUnderTheSecret() {
        #expect(view("\t  k = \"", "short", "\"") == ["k = \"******\"", "     ^^^^^^"])
        #expect(view("密\u{200B}e\u{301} ", "short", "") == ["密‹U+200B›e\u{301} ******", "            ^^^^^^"])
    }

    @Test func wideLinesAreCutAroundTheSecret() {
        let long = String(repeating: "ab", count: 500)
        for (before, after) in [(long, long), ("", long), (long, ""), ("x=", "")] {
            for lines in [view(before, "short", after), view(before, long, after, shows: true)] {
                #expect(lines[0].count <= 82)
                #expect(lines[1].count <= lines[0].count)
                #expect(lines[1].contains("^^^^^^"))
            }
        }
        #expect(view("x=", long, "", shows: true)[0].hasPrefix("x=abab"))
    }

    @Test func aLineWithoutAMarkHasNoCarets() {
        let excerpt = Excerpt(segments: [.text(Array("    nothing".utf8))], cutBefore: true)
        #expect(ExcerptView(excerpt, ReportStyle(), cells: 80).lines(Paint(isOn: false)) == ["…    nothing"])
        let empty = ExcerptView(Excerpt(segments: []), ReportStyle(), cells: 80)
        #expect(empty.lines(Paint(isOn: false)) == [""])
    }

    @Test(arguments: ["密码é👍", "k = "]) func lettersThatACutHalvedGo(_ letters: String) {
        let bytes = Array(letters.utf8)
        for start in 0...bytes.count {
            for end in start...bytes.count {
                let segments: [Excerpt.Segment] = [.text(Array(bytes[start...])), .text(Array(bytes[..<end]))]
                let excerpt = Excerpt(segments: segments, cutBefore: true, cutAfter: true)
                #expect(String(validating: excerpt.line(ReportStyle()), as: UTF8.self) != nil, "\(start) \(end)")
            }
        }
    }
}
