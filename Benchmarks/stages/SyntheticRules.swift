import Bytes
import Rules

/// As many rules again as there are, of the same shape, for services that do not exist: every letter of every anchor is
/// replaced by one that follows its predecessor as often as in the measured texts. Digits, punctuation and classes stay.
/// Of several draws the one counts that is as likely, by its pairs of letters, as the real anchor.
struct SyntheticRules {
    private var letters: LetterChain
    /// What each real anchor became: rules that share one go on sharing it.
    private var renamed: [String: String] = [:]

    static func like(_ rules: RuleSet, letters: LetterChain) -> RuleSet {
        var maker = SyntheticRules(letters: letters)
        return RuleSet(rules.all.enumerated().compactMap { maker.synthetic($0.element, index: $0.offset) })
    }

    private init(letters: LetterChain) { self.letters = letters }

    /// nil for a rule that no anchor triggers.
    private mutating func synthetic(_ real: Rule, index: Int) -> Rule? {
        guard case .anchors(let anchors) = real.trigger else { return nil }
        let synthetic = anchors.compactMap { try? Anchor(renamed($0.text)) }
        var rule = real
        rule.id = "synthetic-\(index)"
        rule.trigger = .anchors(synthetic)
        rule.pattern =
            "(?i:" + synthetic.map { SyntheticRules.pattern($0.text) }.joined(separator: "|")
            + #")[\w.\-]{0,20}?[\s"'=:]{1,8}(?<secret>[0-9a-f]{32})(?![0-9A-Za-z])"#
        rule.window = .line
        rule.lead = 0
        return rule
    }

    private mutating func renamed(_ anchor: String) -> String {
        if let known = renamed[anchor] { return known }
        let wanted = letters.likelihood(of: anchor)
        let draws = (0..<SyntheticRules.draws).map { _ in
            let text = draw(like: anchor)
            let likelihood = letters.likelihood(of: text)
            return (text: text, distance: max(likelihood / wanted, wanted / likelihood))
        }
        let nearest = draws.min { $0.distance < $1.distance }?.text ?? anchor
        renamed[anchor] = nearest
        return nearest
    }

    private static let draws = 32

    private mutating func draw(like anchor: String) -> String {
        var previous: UInt8 = 0
        return SyntheticRules.mapLiterals(of: anchor) { byte in
            previous = ByteSet.letters.contains(byte) ? letters.next(after: previous) : byte
            return [previous]
        }
    }

    /// An anchor as a pattern: classes mean the same in both.
    private static func pattern(_ anchor: String) -> String {
        mapLiterals(of: anchor) { ByteSet.alphanumerics.contains($0) ? [$0] : [UInt8(ascii: "\\"), $0] }
    }

    /// Replaces what stands outside of classes and is not escaped.
    private static func mapLiterals(of anchor: String, _ replace: (UInt8) -> [UInt8]) -> String {
        var result: [UInt8] = []
        var inClass = false
        var isEscaped = false
        for byte in anchor.utf8 {
            if isEscaped || inClass || byte == UInt8(ascii: "[") || byte == UInt8(ascii: "\\") {
                if !isEscaped, byte == UInt8(ascii: "[") { inClass = true }
                if !isEscaped, byte == UInt8(ascii: "]") { inClass = false }
                isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
                result.append(byte)
            } else {
                result += replace(byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}

/// Draws lower-case letters so that pairs are as frequent as in given texts. The same seed draws the same letters.
struct LetterChain {
    /// How often each letter follows each letter; the last row counts letters that follow something else.
    private let pairs: [[Int]]
    private let sums: [Int]
    private var random: SplitMix64

    /// The pairs are counted in the first `sample` bytes.
    init(_ texts: [Text], seed: UInt64, sample: Int = 16 << 20) {
        var pairs = [[Int]](repeating: [Int](repeating: 1, count: 26), count: 27)
        var left = sample
        for text in texts where left > 0 {
            var previous = 26
            for byte in text.bytes.prefix(left) {
                let letter = LetterChain.index(byte)
                if letter < 26 { pairs[previous][letter] += 1 }
                previous = letter
            }
            left -= text.bytes.count
        }
        self.pairs = pairs
        sums = pairs.map { $0.reduce(0, +) }
        random = SplitMix64(state: seed)
    }

    mutating func next(after previous: UInt8) -> UInt8 {
        let row = pairs[LetterChain.index(previous)]
        var draw = Int.random(in: 0..<sums[LetterChain.index(previous)], using: &random)
        var letter = 0
        while draw >= row[letter] {
            draw -= row[letter]
            letter += 1
        }
        return UInt8(ascii: "a") + UInt8(letter)
    }

    /// How likely the letters of a text are, each after its predecessor.
    func likelihood(of text: String) -> Double {
        var previous = 26
        return text.utf8.reduce(1.0) { product, byte in
            let letter = LetterChain.index(byte)
            defer { previous = letter }
            return letter < 26 ? product * Double(pairs[previous][letter]) / Double(sums[previous]) : product
        }
    }

    private static func index(_ byte: UInt8) -> Int {
        ByteSet.letters.contains(byte) ? Int((byte | 0x20) - UInt8(ascii: "a")) : 26
    }
}

private struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
