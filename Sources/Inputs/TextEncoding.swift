/// Which encoding a file has, by its first bytes; the one binary test that every input shares.

internal import Bytes
package import Findings

extension TextEncoding {
    /// How many first bytes decide.
    static let probe = 8 << 10

    /// The encoding of a file that starts with `head`; nil for a binary file.
    package static func detect(_ head: Span<UInt8>) -> TextEncoding? {
        if head.count >= 3, head[0] == 0xEF, head[1] == 0xBB, head[2] == 0xBF { return .bytes(skipped: 3) }
        if head.count >= 4, head[0] == 0xFF, head[1] == 0xFE, !(head[2] == 0 && head[3] == 0) {
            return .utf16(.little, skipped: 2)
        }
        if head.count >= 4, head[0] == 0xFE, head[1] == 0xFF { return .utf16(.big, skipped: 2) }
        let window = min(head.count, probe)
        guard head.firstIndex(of: 0, from: 0, to: window) != nil else { return .bytes(skipped: 0) }
        return utf16WithoutMark(head, window)
    }

    /// Mostly ASCII text in UTF-16 has NULs in every other place and hardly any in the others.
    private static func utf16WithoutMark(_ head: Span<UInt8>, _ window: Int) -> TextEncoding? {
        let pairs = min(window, 1_024) / 2
        guard pairs >= 4 else { return nil }
        var zeros = (even: 0, odd: 0)
        for pair in 0..<pairs {
            if head[2 * pair] == 0 { zeros.even += 1 }
            if head[2 * pair + 1] == 0 { zeros.odd += 1 }
        }
        if zeros.odd * 10 >= pairs * 6, zeros.even * 20 <= pairs { return .utf16(.little, skipped: 0) }
        if zeros.even * 10 >= pairs * 6, zeros.odd * 20 <= pairs { return .utf16(.big, skipped: 0) }
        return nil
    }
}

/// Turns UTF-16 into UTF-8 as it comes, unit by unit; a surrogate without its partner becomes U+FFFD.
struct UTF16Transcoder {
    let order: ByteOrder
    private var pendingByte: UInt8?
    private var highSurrogate: UInt16?

    init(order: ByteOrder) { self.order = order }

    /// Appends the text of `raw` to `output`. A unit that is cut at the end waits for the next call.
    mutating func append(_ raw: Span<UInt8>, to output: inout [UInt8]) {
        for index in 0..<raw.count {
            guard let first = pendingByte else {
                pendingByte = raw[index]
                continue
            }
            pendingByte = nil
            let second = raw[index]
            append(
                order == .little ? UInt16(second) << 8 | UInt16(first) : UInt16(first) << 8 | UInt16(second), &output)
        }
    }

    /// Ends the text: what still waits is broken.
    mutating func finish(_ output: inout [UInt8]) {
        if highSurrogate != nil || pendingByte != nil { appendScalar(0xFFFD, &output) }
        highSurrogate = nil
        pendingByte = nil
    }

    private mutating func append(_ unit: UInt16, _ output: inout [UInt8]) {
        if let high = highSurrogate {
            highSurrogate = nil
            if unit & 0xFC00 == 0xDC00 {
                appendScalar(0x10000 + (UInt32(high & 0x3FF) << 10 | UInt32(unit & 0x3FF)), &output)
                return
            }
            appendScalar(0xFFFD, &output)
        }
        switch unit & 0xFC00 {
        case 0xD800: highSurrogate = unit
        case 0xDC00: appendScalar(0xFFFD, &output)
        default: appendScalar(UInt32(unit), &output)
        }
    }

    private func appendScalar(_ value: UInt32, _ output: inout [UInt8]) {
        switch value {
        case ..<0x80: output.append(UInt8(value))
        case ..<0x800:
            output.append(UInt8(0xC0 | value >> 6))
            output.append(UInt8(0x80 | value & 0x3F))
        case ..<0x10000:
            output.append(UInt8(0xE0 | value >> 12))
            output.append(UInt8(0x80 | value >> 6 & 0x3F))
            output.append(UInt8(0x80 | value & 0x3F))
        default:
            output.append(UInt8(0xF0 | value >> 18))
            output.append(UInt8(0x80 | value >> 12 & 0x3F))
            output.append(UInt8(0x80 | value >> 6 & 0x3F))
            output.append(UInt8(0x80 | value & 0x3F))
        }
    }
}
