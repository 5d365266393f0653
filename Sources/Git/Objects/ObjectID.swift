internal import Bytes
internal import Findings

/// The name of a git object: 20 bytes of SHA-1, or 32 of SHA-256.
public struct ObjectID: Hashable, Comparable, Sendable, CustomStringConvertible {
    // The bytes, the first in the highest bits. A SHA-1 leaves the last twelve zero, which no SHA-256 does in practice.
    private let a: UInt64
    private let b: UInt64
    private let c: UInt64
    private let d: UInt64

    /// The `length` bytes (20 or 32) from `offset` on, which must be there.
    public init(_ bytes: Span<UInt8>, at offset: Int, length: Int) {
        precondition(length == 20 || length == 32, "an object id of an unknown length")
        (a, b) = (bytes.bigEndianWord(at: offset), bytes.bigEndianWord(at: offset + 8))
        if length == 32 {
            (c, d) = (bytes.bigEndianWord(at: offset + 16), bytes.bigEndianWord(at: offset + 24))
        } else {
            (c, d) = (UInt64(bytes.bigEndian32(at: offset + 16)) << 32, 0)
        }
    }

    /// From 40 or 64 hexadecimal digits; nil for anything else.
    public init?(hex: some Collection<UInt8>) {
        guard hex.count == 40 || hex.count == 64 else { return nil }
        self.init(hex: Array(hex).span, at: 0, length: hex.count / 2)
    }

    /// From the `2 * length` hexadecimal digits from `offset` on; nil where there is anything else, or less.
    init?(hex bytes: Span<UInt8>, at offset: Int, length: Int) {
        guard offset >= 0, offset + 2 * length <= bytes.count else { return nil }
        var (words, word): ((UInt64, UInt64, UInt64, UInt64), UInt64) = ((0, 0, 0, 0), 0)
        for index in 0..<64 {
            var value: UInt8 = 0
            if index < 2 * length {
                let digit = bytes[offset + index]
                switch digit {
                case UInt8(ascii: "0")...UInt8(ascii: "9"): value = digit - UInt8(ascii: "0")
                case UInt8(ascii: "a")...UInt8(ascii: "f"): value = digit - UInt8(ascii: "a") + 10
                default: return nil
                }
            }
            word = word << 4 | UInt64(value)
            switch index {
            case 15: words.0 = word
            case 31: words.1 = word
            case 47: words.2 = word
            case 63: words.3 = word
            default: break
            }
        }
        (a, b, c, d) = words
    }

    public init?(hex: String) { self.init(hex: Array(hex.utf8)) }

    /// What stands for no object: all zeros.
    public var isNull: Bool { a | b | c | d == 0 }

    /// Bytes: 20 or 32.
    public var length: Int { c & 0xFFFF_FFFF | d == 0 ? 20 : 32 }

    /// The first eight bytes as a number, the first in the highest bits.
    var prefix: UInt64 { a }

    public var firstByte: UInt8 { UInt8(truncatingIfNeeded: a >> 56) }

    /// 20 or 32.
    public var bytes: [UInt8] {
        let words = [a, b, c, d]
        return (0..<length).map { UInt8(truncatingIfNeeded: words[$0 / 8] >> UInt64(56 - 8 * ($0 % 8))) }
    }

    /// Lower-case hexadecimal digits: 40 or 64.
    public var description: String {
        let digits = Array("0123456789abcdef".utf8)
        let words = [a, b, c, d]
        let all: [UInt8] = (0..<2 * length).map { place in
            let nibble = words[place / 16] >> UInt64(60 - 4 * (place % 16)) & 15
            return digits[Int(nibble)]
        }
        return String(decoding: all, as: UTF8.self)
    }

    public static func < (left: ObjectID, right: ObjectID) -> Bool {
        (left.a, left.b, left.c, left.d) < (right.a, right.b, right.c, right.d)
    }
}

extension ObjectID {
    /// Whether this is what git calls an object with that content.
    func isName(of content: Span<UInt8>, _ kind: ObjectKind) -> Bool {
        let digest = ObjectDigest.of(header: "\(kind.name) \(content.count)\0", content, bits: 8 * length)
        return ObjectID(digest.span, at: 0, length: length) == self
    }
}

/// How a repository names its objects.
public enum ObjectFormat: String, Sendable {
    case sha1, sha256

    /// Bytes of an id.
    public var idLength: Int { self == .sha1 ? 20 : 32 }
}

/// The four kinds of git objects; the raw values are pack entry types.
public enum ObjectKind: UInt8, Sendable {
    case commit = 1
    case tree = 2
    case blob = 3
    case tag = 4

    public init?(name: some Collection<UInt8>) {
        switch String(decoding: name, as: UTF8.self) {
        case "commit": self = .commit
        case "tree": self = .tree
        case "blob": self = .blob
        case "tag": self = .tag
        default: return nil
        }
    }

    public var name: String { "\(self)" }
}
