import Bytes
import Findings
import Rules
import TestSupport

@testable import Engine

/// One rule of every kind that depends on something else, and texts that are full of what they look for.
enum TestRules {
    static let program = ScanProgram(RuleSet(rules))

    private static func rule(
        _ id: String, _ pattern: String, anchors: [String] = [], trigger: RuleTrigger? = nil,
        tier: RuleTier = .provider, kind: FindingKind = .committed, checks: [String] = [], window: RuleWindow = .line,
        lead: Int = 0, files: [FileKind] = [], included: [String] = [], excluded: [String] = []
    ) -> Rule {
        let made = anchors.map { text in
            do { return try Anchor(text) } catch { fatalError("\(text): \(error)") }
        }
        return Rule(
            id: id, provider: "Test", name: id, description: "", kind: kind, severity: .high, confidence: .medium,
            tier: tier, trigger: trigger ?? .anchors(made), pattern: pattern, window: window, lead: lead,
            checks: checks.map { CheckName($0)! }, files: files, includedPaths: included, excludedPaths: excluded,
            references: [], remedy: "")
    }

    static let rules = [
        rule("token", "\\b(?<secret>tok_[0-9a-z]{8})\\b", anchors: ["tok_"], checks: ["placeholder"]),
        // A match can begin before its anchor: which starts are tried depends on the hit before.
        rule(
            "generic", "(?<name>[a-z_]{0,24}secret)[ \\t]{0,3}=[ \\t]{0,3}\"(?<secret>[^\"\\r\\n]{3,300})\"",
            anchors: ["secret"], tier: .generic, checks: ["name", "placeholder"], lead: 24),
        rule("overlaps", "(?<secret>[a-z]{0,8}two[a-z]{1,8})", anchors: ["two[a-z]"], lead: 8),
        // The line before is looked at, further than any byte of the line.
        rule("behind", "(?<=allow\\n|permit\\r\\n)(?<secret>beh_[0-9]{4})", anchors: ["beh_"]),
        rule("whole-line", "^key:(?<secret>[a-z0-9]{4,64})$", anchors: ["key:"]),
        rule("text-end", "(?<secret>end_[0-9]{3})\\s*\\z", anchors: ["end_"]),
        rule("text-start", "\\A.{0,3}(?<secret>top_[0-9]{3})", anchors: ["top_"], lead: 3),
        // Checks that read over line ends.
        rule(
            "parameter", "(?<name>[a-z_]{1,20}pass)\\s?=\\s?\"(?<secret>[^\"\\n]{3,40})\"", anchors: ["pass"],
            tier: .default, kind: .default, checks: ["parameter", "default-value"], lead: 20, files: [.code]),
        rule(
            "refuted", "(?<secret>ghx_[0-9a-z]{6,40})", anchors: ["ghx_"], checks: ["checksum(github)"]),
        // Anchors that hold a line end: at their end, at their start, and before the gram the prefilter probes.
        rule("after-line", "(?<secret>pwd[0-9]{2,6})", anchors: ["[^a-z]pwd[0-9]"], lead: 0, excluded: ["never"]),
        rule("line-end", "(?<secret>lin[0-9]{1,6})", anchors: ["lin[0-9][^a-z]", "lin[0-9][0-9]"]),
        rule(
            "disordered", "(?<secret>[a-z0-9]{0,15}?dis[0-9]{1,2})", anchors: ["[^z][^z][^z]dis[0-9]", "dis[0-9]"],
            lead: 15),
        // Two anchors may give the same secret; the first has it.
        rule(
            "tail", "tl[0-9][^#]{0,150}?(?<secret>val_[0-9]{3})", anchors: ["tl[0-9] "],
            window: RuleWindow(before: 0, after: 200, manyLines: true)),
        rule(
            "pem", "(?<secret>-----BEGIN KEY-----[0-9A-Za-z+/=\\s]{20,4000}-----END KEY-----)",
            anchors: ["-----begin key"], window: RuleWindow(before: 0, after: 4_096, manyLines: true)),
        // Cut windows that are tried again, wider.
        rule("long", "(?<secret>lng_[0-9a-f]{30,9000})(?![0-9a-f])", anchors: ["lng_"]),
        rule(
            "wide", "(?<secret>wid_[0-9a-f\\n]{40,900})(?![0-9a-f\\n])", anchors: ["wid_"],
            window: RuleWindow(before: 0, after: 64, manyLines: true)),
        rule(
            "pair", "(?<name>[a-z]{1,8})_id=(?<secret>[0-9]{3,6})[\\s\\S]{0,200}?code=[0-9]",
            anchors: ["_id=", "code=[0-9]"],
            checks: ["parameter"], window: RuleWindow(before: 256, after: 256, manyLines: true), lead: 230),
        rule("hex", "(?<![0-9a-f])(?<secret>[0-9a-f]{32})(?![0-9a-f])", trigger: .run(.hex, length: 32)),
        rule(
            "path", "^(?<name>\\w{1,20}):[^:\\n]{0,40}:(?<secret>[^:\\s]{6,30})$", trigger: .path,
            included: ["**/*.py"]),
        // What makes a text be scanned whole: a limit, and a secret that lies before the line of its attempt.
        rule("limit", "lim_(a+)+$", anchors: ["lim_"]),
        rule(
            "stray", "(?|x[a ]{12,20}(?<secret>str[0-9]) one|(?<=(?<secret>str[0-9]) one\\n)next[0-9])",
            anchors: ["str[0-9]", "next"], lead: 21),
        rule("conf", "(?<secret>tok_[0-9a-z]{8})", anchors: ["tok_"], tier: .default, included: ["**/conf/**/*.py"]),
    ]

    /// What a text is made of: few kinds of piece, so that they meet.
    struct Mixture: Sendable {
        private let kinds: [Int]

        init(_ noise: inout Noise) {
            let count = noise.pick([2, 3, 4, 6, 12])
            kinds = (0..<count).map { _ in noise.number(0..<Self.kindCount) } + [Self.kindCount]
        }

        private init(kinds: [Int]) { self.kinds = kinds }

        static let all = Self(kinds: Array(0...kindCount))

        /// What may stand in a text, whole or cut.
        func piece(_ noise: inout Noise) -> [UInt8] {
            var bytes = Array(planted(noise.pick(kinds), &noise).utf8)
            if noise.chance(6), !bytes.isEmpty {
                let (a, b) = (noise.number(0..<bytes.count), noise.number(0..<bytes.count + 1))
                bytes = Array(bytes[min(a, b)..<max(a, b)])
            }
            return bytes
        }

        func text(_ noise: inout Noise, size: Int) -> [UInt8] {
            var text: [UInt8] = []
            while text.count < size {
                text += piece(&noise)
                if noise.chance(2) { text += Array(noise.text(noise.number(0..<40), of: "abcdefgh ,.()\n").utf8) }
            }
            return text
        }
    }
}

extension TestRules.Mixture {
    private static let kindCount = 27

    private func planted(_ kind: Int, _ noise: inout Noise) -> String {
        let end = noise.pick(["\n", "\n", "\r\n", "", " "])
        let digits = noise.text(noise.number(1..<9), of: "0123456789")
        let lower = "0123456789abcdefghijklmnopqrstuvwxyz"
        let token = "tok_" + noise.text(8, of: lower)
        let pass = "my_pass = \"" + noise.pick(["hunter2", "changeme", "x7Gk2"]) + "\"," + end
        switch kind {
        case 0: return token + end
        case 1: return "my_secret = \"" + token + "\"" + end
        case 2: return "a secret_secret=\"" + noise.text(noise.number(2..<9)) + "\";" + end
        case 3: return "one" + "twotwo" + noise.text(3, of: "abtwo") + end
        case 4: return noise.pick(["allow", "permit", "denies"]) + noise.pick(["\n", "\r\n"]) + "beh_1234" + end
        case 5: return "\nkey:" + noise.text(12, of: lower) + end
        case 6: return "end_123" + noise.pick(["", "\n", "\n\n", " x"])
        case 7: return noise.pick(["", "\n", "ab"]) + "top_123" + end
        case 8: return noise.pick(["def f(a,\n  ", "call(\n ", "(", "func g(x: [1],\n\n"])
        case 9: return pass
        case 10: return "ghx_" + noise.text(36, of: lower) + end
        case 11: return noise.pick(["\n", " ", "x"]) + "pwd" + digits + end
        case 12: return "lin" + digits + end
        case 13:
            let start = noise.pick(["\n", "\n\n", "ab\n", "abc", "a", "\na", "\nab", "\nab"])
            return start + "dis1" + noise.text(noise.number(5..<14), of: "abc123") + "dis" + digits + end
        case 14:
            let body = (0..<noise.number(1..<30)).map { _ in noise.text(40) + "\n" }.joined()
            return "-----BEGIN KEY-----\n" + body + noise.pick(["-----END KEY-----\n", ""])
        case 15: return "-----END KEY-----" + end
        case 16: return "lng_" + noise.text(noise.number(20..<3_000), of: "0123456789abcdef") + end
        case 17:
            return "wid_" + noise.text(noise.number(20..<300), of: "0123456789abcdef\n") + noise.pick(["z", "\n", ""])
        case 18: return "a_id=" + digits + end
        case 19: return "code=" + digits + end
        case 20: return noise.text(noise.pick([31, 32, 33]), of: "0123456789abcdef") + end
        case 21: return "\nuser:name:" + noise.text(9) + "\n"
        case 22: return noise.text(noise.number(0..<600), of: "words with no end") + end
        case 23:
            let filler = noise.text(noise.number(0..<90), of: "abc ,=.\n")
            return noise.pick(["def f(a,\n", "call(a,\n", "def g(x) (\n"]) + filler + pass
        case 24: return "secret=\"changeme\" secret = \"" + noise.text(6) + "\" tok_xxxxxxxx" + end
        case 25:
            let filler = noise.text(noise.number(0..<90), of: "abc ,=.\n")
            return "tl1 \n" + noise.pick(["", "tl2 " + filler + end]) + noise.pick(["", "val_123"]) + end
        case 26:
            let filler = noise.text(noise.number(100..<400), of: "abc ,=.\n")
            return noise.pick(["def f(a,\n", "call(a,\n"]) + filler + "a_id=" + digits + end + "code=1" + end
        default: return rare(&noise) + end
        }
    }

    /// In every mixture: line ends, bytes that are no text, and now and then what makes a text be scanned whole.
    private func rare(_ noise: inout Noise) -> String {
        switch noise.number(0..<200) {
        case 0: return "lim_" + String(repeating: "a", count: 40) + "!"
        case 1: return noise.pick(["str1", "xaaaaaaaaaaaaaa str1", "str2 one\nnext1"]) + " one\nnext2"
        case 2..<50: return "é漢\u{0}\r"
        default: return String(repeating: "\n", count: noise.number(1..<6))
        }
    }
}
