import Bytes

@testable import Engine

func ascii(_ text: String) -> [UInt8] { Array(text.utf8) }

/// A published token, written in parts so that no line of this repository holds it whole: other scanners read it too.
func assembled(_ parts: String...) -> [UInt8] { ascii(parts.joined()) }

/// A result without its words.
enum ProofVerdict { case proven, consistent, refuted }

extension ProofResult {
    var verdict: ProofVerdict {
        switch self {
        case .proven: .proven
        case .consistent: .consistent
        case .refuted: .refuted
        }
    }

    var reason: String {
        switch self {
        case .proven(let reason), .consistent(let reason), .refuted(let reason): reason
        }
    }
}

/// The verdict of the proof a rule would get by this name.
func verdict(checksum name: String, _ token: [UInt8]) -> ProofVerdict? {
    TokenProofs.checksum(named: name)?.judge(token).verdict
}

func verdict(structure name: String, _ token: [UInt8]) -> ProofVerdict? {
    TokenProofs.structure(named: name)?.judge(token).verdict
}

/// Repeatable noise (SplitMix64), so that a failure can be run again.
struct ProofNoise: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: 0...255, using: &self) }
    }

    mutating func text(_ count: Int, of alphabet: String = base62Digits) -> [UInt8] {
        let digits = Array(alphabet.utf8)
        return (0..<count).map { _ in digits.randomElement(using: &self)! }
    }
}

let base62Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

/// Base 64, for tests that build tokens: the standard alphabet with padding, or the URL alphabet without.
func encoded64(_ plain: [UInt8], url: Bool = false) -> [UInt8] {
    let digits = ascii("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789" + (url ? "-_" : "+/"))
    var text: [UInt8] = []
    for start in stride(from: 0, to: plain.count, by: 3) {
        let group = plain[start..<min(start + 3, plain.count)]
        let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
        for place in 0..<4 {
            if place <= group.count {
                text.append(digits[bits >> (18 - 6 * place) & 63])
            } else if !url {
                text.append(UInt8(ascii: "="))
            }
        }
    }
    return text
}

func encoded64(_ plain: String, url: Bool = false) -> [UInt8] { encoded64(ascii(plain), url: url) }

/// A number in the digits of an alphabet, at least so many.
func written(_ number: UInt32, width: Int, of alphabet: String = base62Digits) -> [UInt8] {
    let alphabet = Array(alphabet.utf8)
    var rest = Int(number)
    var text: [UInt8] = []
    while rest > 0 || text.count < width {
        text.insert(alphabet[rest % alphabet.count], at: 0)
        rest /= alphabet.count
    }
    return text
}

/// Writes DERWriter.
enum DERWriter {
    static func value(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
        switch content.count {
        case ..<128: [tag, UInt8(content.count)] + content
        case ..<256: [tag, 0x81, UInt8(content.count)] + content
        default: [tag, 0x82, UInt8(content.count >> 8), UInt8(content.count & 255)] + content
        }
    }

    static func sequence(_ values: [UInt8]...) -> [UInt8] { value(0x30, values.flatMap { $0 }) }
    static func integer(_ content: [UInt8]) -> [UInt8] { value(2, content) }
    static func octets(_ content: [UInt8]) -> [UInt8] { value(4, content) }
}
