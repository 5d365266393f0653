/// What follows the last dot of a path, as a number: nothing else of a path decides about globs like `**/*.py`.
public struct FileSuffix: Sendable, Equatable {
    private let packed: UInt64

    /// Any that is not one to eight ASCII letters, digits and underscores.
    public static let other = FileSuffix(packed: 0)

    private init(packed: UInt64) { self.packed = packed }

    init(_ path: Span<UInt8>) {
        var packed: UInt64 = 0
        var index = path.count
        while index > 0 {
            index -= 1
            let byte = path[index]
            if byte == UInt8(ascii: ".") { break }
            guard FileSuffix.isPlain(byte), packed >> 56 == 0 else {
                self = .other
                return
            }
            packed = packed << 8 | UInt64(byte)
            if index == 0 { packed = 0 }
        }
        self.packed = packed
    }

    static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    /// Whether a glob matches by the suffix alone: `**/*.` and one to eight plain bytes.
    static func decides(_ pattern: String) -> Bool {
        let bytes = pattern.utf8
        return bytes.starts(with: "**/*.".utf8) && (6...13).contains(bytes.count)
            && bytes.dropFirst(5).allSatisfy(isPlain)
    }
}
