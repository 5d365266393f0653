internal import Bytes

/// A block between `-----BEGIN X-----` and `-----END X-----` (RFC 7468, RFC 9580) as it is found in source code: line
/// ends may be written `\n`, every line may be quoted, indented, commented out or joined with `+`, and the end may be
/// missing.
///
/// Reading errs on the side of too much: what is wrongly taken into the body makes its decoding fail, and no more.
struct ArmoredBlock {
    /// The base 64 text, line by line, without what the source code put around it.
    let lines: [ArraySlice<UInt8>]
    /// Whether a header says that the body is encrypted (`Proc-Type: 4,ENCRYPTED`, RFC 1421).
    let isEncrypted: Bool
    /// Whether there is an END.
    let isClosed: Bool

    private static let begin = Array("-----BEGIN ".utf8)
    private static let end = Array("-----END".utf8)
    private static let dashes = Array("-----".utf8)
    private static let base64 = ByteSet.alphanumerics.union(ByteSet(ascii: "+/="))
    private static let quotes = ByteSet(ascii: "\"'`")

    /// The first block whose label ends in `labelled`; nil if there is none.
    init?(_ token: [UInt8], labelled ending: StaticString) {
        var rest = Self.unescaped(token)[...]
        while true {
            guard let begin = rest.firstRange(of: Self.begin),
                let dashes = rest[begin.upperBound...].firstRange(of: Self.dashes)
            else { return nil }
            let label = rest[begin.upperBound..<dashes.lowerBound]
            rest = rest[dashes.upperBound...]
            guard String(decoding: label, as: UTF8.self).hasSuffix(ending.description) else { continue }
            let end = rest.firstRange(of: Self.end)
            self.init(body: rest[..<(end?.lowerBound ?? rest.endIndex)], isClosed: end != nil)
            return
        }
    }

    /// The body alone, as where only what is between BEGIN and END was matched.
    init(body: [UInt8]) {
        self.init(body: Self.unescaped(body)[...], isClosed: false)
    }

    /// Whether a block starts anywhere in the bytes.
    static func begins(in token: [UInt8]) -> Bool { token.firstRange(of: begin) != nil }

    private init(body: ArraySlice<UInt8>, isClosed: Bool) {
        // The last piece is what stands before END: nothing, or the decoration of a line.
        var pieces = body.split(omittingEmptySubsequences: false) { $0 == .newline || $0 == .carriageReturn }
        let decoration = Self.decoration(of: pieces.dropFirst(), isClosed: isClosed)
        pieces = pieces.map { $0.starts(with: decoration) ? $0.dropFirst(decoration.count) : $0 }
        // It belongs to the body only where the dashes follow it at once, or there are no lines at all.
        if isClosed, pieces.count > 1, let last = pieces.last?.last, !Self.base64.contains(last) { pieces.removeLast() }
        // Where lines follow, nothing short belongs to it on the line of BEGIN: a note, or what the source code goes on with.
        if pieces.count > 1, let first = pieces.first, Self.isShort(first), !pieces.dropFirst().allSatisfy(Self.isShort)
        {
            pieces.removeFirst()
        }
        self.isClosed = isClosed
        let headers = pieces.filter { $0.contains(UInt8(ascii: ":")) }
        isEncrypted = headers.contains { $0.firstRange(of: Array("ENCRYPTED".utf8)) != nil }
        lines = pieces.filter { !$0.contains(UInt8(ascii: ":")) }.flatMap(Self.base64Runs)
    }

    private static func isShort(_ line: ArraySlice<UInt8>) -> Bool {
        line.split { !base64.contains($0) }.allSatisfy { $0.count < 16 }
    }

    /// The bytes with the escapes of string literals undone, also where they were escaped twice: a line end is a line
    /// end, `\/` a slash, `\u002b` a plus sign.
    private static func unescaped(_ token: [UInt8]) -> [UInt8] {
        var plain: [UInt8] = []
        plain.reserveCapacity(token.count)
        var rest = token[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\") else {
                plain.append(byte)
                continue
            }
            rest = rest.drop { $0 == UInt8(ascii: "\\") }
            switch rest.first {
            case UInt8(ascii: "n"), UInt8(ascii: "r"):
                rest.removeFirst()
                plain.append(.newline)
            case UInt8(ascii: "t"):
                rest.removeFirst()
                plain.append(UInt8(ascii: " "))
            case UInt8(ascii: "u"):
                guard let unit = Base16.number(rest.dropFirst().prefix(4)), unit < 0x80 else { continue }
                rest = rest.dropFirst(5)
                plain.append(UInt8(unit))
            default: break
            }
        }
        return plain
    }

    /// What all lines begin with, blank ones aside, and what is no letter or digit: `+`, `// `, `    "`. The END line
    /// counts too, with what stands before its dashes: so a body that happens to start with `+` keeps it.
    private static func decoration(of lines: ArraySlice<ArraySlice<UInt8>>, isClosed: Bool) -> ArraySlice<UInt8> {
        let lines = lines.dropLast(isClosed ? 1 : 0).filter { !$0.isEmpty } + lines.suffix(isClosed ? 1 : 0)
        guard lines.count > 1, var common = lines.first else { return [] }
        common = common.prefix { !ByteSet.alphanumerics.contains($0) }
        for line in lines {
            let shared = zip(common, line).prefix { $0 == $1 }.count
            common = common.prefix(shared)
        }
        return common
    }

    /// The parts of a line that are base 64. A run without a letter or digit is an operator. Where there are several,
    /// short ones are names in the source code, unless a quote stands before them or a long run does, whose remainder
    /// they are.
    private static func base64Runs(in line: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        let runs = line.split { !base64.contains($0) }.filter { $0.contains(where: ByteSet.alphanumerics.contains) }
        guard runs.count > 1 else { return runs }
        let isLong = { (run: ArraySlice<UInt8>) in run.count >= 16 }
        return runs.enumerated().filter { index, run in
            if isLong(run) { return true }
            guard index == runs.count - 1 else { return false }
            return isLong(runs[index - 1]) || quotes.contains(line[run.startIndex - 1])
        }.map(\.element)
    }
}

extension ArmoredBlock {
    /// The body decoded, and whether all of it did: if not, as much of its front as does.
    func decoded() -> (bytes: [UInt8], isWhole: Bool) {
        let text = lines.flatMap { $0 }[...]
        if let bytes = Base64.decode(text) { return (bytes, true) }
        let front = text.prefix {
            ByteSet.alphanumerics.contains($0) || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "/")
        }
        return (Base64.decode(front.prefix(front.count / 4 * 4)) ?? [], false)
    }
}
