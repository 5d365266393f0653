import Testing

@testable import EnvContract

/// What indentation tells of a file.
@Suite struct SourceTextTests {
    private func text(_ source: String) throws -> SourceText { try #require(SourceText(Array(source.utf8))) }

    @Test func theFunctionAroundALineIsFoundInManyLanguages() throws {
        let cases = [
            ("def load():\n    return 1", "load"), ("async def load(a,\n    b):\n    x", "load"),
            ("function load() {\n  x\n}", "load"), ("export const load = () => {\n  x\n}", "load"),
            ("func (s *S) load() error {\n\tx\n}", "load"), ("pub fn load() -> String {\n    x\n}", "load"),
            ("class A {\n  String load() {\n    x\n  }\n}", "load"), ("public void Load()\n{\n    x\n}", "Load"),
            ("fun load(): String {\n    x\n}", "load"), ("defp load do\n  x\nend", "load"),
            ("sub load {\n  x\n}", "load"),
        ]
        for (source, name) in cases {
            let text = try text(source)
            let inner = text.lines.indices.map { $0 + 1 }.first {
                text.trimmed($0) == "x" || text.trimmed($0) == "return 1"
            }
            #expect(text.function(around: try #require(inner))?.name == name, "\(source)")
        }
    }

    @Test func whatIsNoFunctionIsNone() throws {
        for source in [
            "class A:\n    x", "if a(b) {\n    x\n}", "const env = createEnv({\n  x\n})", "services:\n  x",
            "module A\n  x\nend",
            "for (a of b()) {\n  x\n}", "x = call(\n    x\n)", "z.object({\n  x\n})", "namespace A {\n  x\n}",
        ] {
            #expect(try text(source).function(around: 2) == nil, "\(source)")
        }
    }

    @Test func blocksEndWhereTheirIndentationDoes() throws {
        let python = try text("def f():\n    a\n\n    b\nc")
        #expect(python.end(ofBlockAt: 1) == 4)
        let braces = try text("if (a) {\n  b;\n}\nc;")
        #expect(braces.end(ofBlockAt: 1) == 3)
        let allman = try text("void f(\n  int a)\n{\n  b;\n}\nc;")
        #expect(allman.end(ofBlockAt: 1) == 5)
    }

    @Test func chainsOfCallsAreFollowedAndCirclesAreNot() throws {
        let started = CallIndex([try text("def a():\n    b()\n\ndef b():\n    x\n"), try text("a()\n")])
        #expect(started.runsAtStart("a") && started.runsAtStart("b") && !started.runsAtStart("c"))
        let circle = CallIndex([try text("def a():\n    b()\n\ndef b():\n    a()\n")])
        #expect(!circle.runsAtStart("a") && !circle.runsAtStart("b"))
    }

    @Test func aChainOfAnyLengthIsFollowedWithinBounds() throws {
        let chain = (0..<20_000).map { "def f\($0)():\n    f\($0 + 1)()\n" }.joined()
        #expect(!CallIndex([try text(chain)]).runsAtStart("f20000"))
    }

    @Test func whatIsNoSourceIsRefused() {
        #expect(SourceText([0x61, 0]) == nil)
        #expect(SourceText(Array(repeating: 0x61, count: 1 << 21)) == nil)
    }
}

/// What stands behind a read.
@Suite struct FallbackTests {
    @Test(arguments: [
        ("\")", SecretRead.Default.none, false), ("\", \"\")", .empty, false), ("\", \"x\")", .literal, false),
        ("\", default=\"\")", .empty, false), ("\"), \"x\")", .none, false), ("') or ''", .empty, false),
        (" ?? ''", .empty, false), (" || 'x'", .literal, false), (" ?? throwIt()", .none, true),
        ("\"] || raise(\"x\")", .none, true), ("\") ?: error(\"x\")", .none, true), ("\").orElseThrow()", .none, true),
        ("\").unwrap_or_default()", .empty, false), ("\").unwrap_or(\"x\".into())", .literal, false),
        (":-}", .empty, false),
        (":-x}", .literal, false), (":}", .empty, false), (": z.string().default('')", .empty, false),
        (": z.string().min(1)", .none, false), ("') { '' }", .empty, false), ("} or die \"x\"", .none, true),
        ("", .none, false),
    ]) func defaultsAndFailuresAreSeen(tail: String, value: SecretRead.Default, fails: Bool) {
        let fallback = Fallback(behind: tail)
        #expect(fallback.value == value && fallback.fails == fails)
    }

    @Test(arguments: [
        (": str", SecretRead.Default.none, true), (": str = \"\"", .empty, false), (": str = \"x\"", .literal, false),
        (": str | None = None", .none, false), (": str = Field(...)", .none, true),
        (": str = Field(alias=\"X\")", .none, true),
        (": str = Field(default=\"\")", .empty, false), (": str = Field(\"x\", alias=\"X\")", .literal, false),
        (": str = Field(None)", .none, false), (": SecretStr = SecretStr(\"\")", .empty, false),
        (": SecretStr = Field(default=SecretStr(\"x\"))", .literal, false),
    ]) func defaultsOfFieldsAreSeen(tail: String, value: SecretRead.Default, isRequired: Bool) {
        let fallback = Fallback(field: tail)
        #expect(fallback.value == value && fallback.isRequired == isRequired)
    }

    /// Nothing that stands in a file may crash it: every text of a few pieces that matter.
    @Test func anyTextIsTaken() {
        let pieces = [
            "\"", "'", "(", ")", "{", "}", "]", ",", "=", ":", "??", "default", "Field(", "\n", "é", " ", "raise", ".",
        ]
        var random = SystemRandomNumberGenerator()
        for _ in 0..<5_000 {
            let text = (0..<8).map { _ in pieces.randomElement(using: &random)! }.joined()
            _ = Fallback(behind: text)
            _ = Fallback(field: text)
            _ = FunctionHead(text, line: 1)
            if let source = SourceText(Array(text.utf8)) {
                for line in 0...source.lines.count + 1 {
                    _ = source.function(around: line)
                    _ = source.end(ofBlockAt: line)
                    _ = CheckRegion(
                        "default", at: SourcePlace(path: "a", line: line), in: source, runsAtStart: { _ in true })
                    _ = SettingsClass(around: line, in: source)
                }
            }
        }
    }
}
