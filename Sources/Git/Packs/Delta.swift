/// Git's deltas: an object written down as copies from another one, its base, and inserted bytes (git's Documentation/gitformat-pack).

internal import Bytes

/// Why a delta cannot be applied.
struct DeltaFault: Error, Equatable {
    let message: String
    var isTooLarge = false
}

/// What one instruction of a delta says. Ranges are bytes of the base or of the delta.
public enum DeltaInstruction: Sendable, Equatable {
    case copy(Range<Int>)
    case insert(Range<Int>)
}

/// The instructions of a delta, one by one. Everything is checked: a copy lies inside of a base of `baseSize` bytes.
public struct DeltaInstructions: ~Escapable {
    private let delta: Span<UInt8>
    private var position: Int
    /// Bytes that the base must have.
    public let baseSize: Int
    /// Bytes that the result will have, if the delta is honest.
    public let resultSize: Int

    /// Nil where the two sizes at its start are broken.
    @_lifetime(copy delta)
    public init?(_ delta: Span<UInt8>) {
        self.delta = delta
        position = 0
        guard let base = DeltaInstructions.size(delta, &position), let result = DeltaInstructions.size(delta, &position)
        else { return nil }
        baseSize = base
        resultSize = result
    }

    /// Whether every instruction was read.
    public var isAtEnd: Bool { position == delta.count }

    /// The next instruction; nil at the end, and where the delta is broken (then `isAtEnd` is false).
    @_lifetime(self: copy self)
    public mutating func next() -> DeltaInstruction? {
        guard position < delta.count else { return nil }
        let operation = delta[position]
        if operation & 0x80 == 0 {
            // Operation 0 is reserved.
            guard operation > 0, position + 1 + Int(operation) <= delta.count else { return nil }
            let start = position + 1
            position = start + Int(operation)
            return .insert(start..<position)
        }
        var (next, offset, size) = (position + 1, 0, 0)
        for bit in 0..<7 where operation & 1 << bit != 0 {
            guard next < delta.count else { return nil }
            if bit < 4 { offset |= Int(delta[next]) << (8 * bit) } else { size |= Int(delta[next]) << (8 * (bit - 4)) }
            next += 1
        }
        if size == 0 { size = 0x10000 }
        guard offset + size <= baseSize else { return nil }
        position = next
        return .copy(offset..<offset + size)
    }

    private static func size(_ delta: Span<UInt8>, _ position: inout Int) -> Int? {
        var (value, shift) = (0, 0)
        while position < delta.count, shift < 56 {
            let byte = delta[position]
            position += 1
            value |= Int(byte & 0x7F) << shift
            if byte & 0x80 == 0 { return value }
            shift += 7
        }
        return nil
    }
}

enum Delta {
    /// What the delta makes of its base.
    /// - Parameter limit: bytes that the result may have.
    static func apply(_ delta: Span<UInt8>, to base: Span<UInt8>, limit: Int) throws(DeltaFault) -> ByteBuffer {
        // Once to see whether it is honest, before any memory is taken: 7 bytes can stand for 16 MB.
        guard var look = DeltaInstructions(delta) else { throw DeltaFault(message: "the delta's sizes are broken") }
        guard look.baseSize == base.count else {
            throw DeltaFault(message: "the delta is for a base of \(look.baseSize) bytes, the base has \(base.count)")
        }
        guard look.resultSize <= limit else {
            throw DeltaFault(
                message: "its \(look.resultSize) bytes are more than the \(limit) that are held in memory",
                isTooLarge: true)
        }
        var total = 0
        while let instruction = look.next() {
            switch instruction {
            case .copy(let range), .insert(let range): total += range.count
            }
            guard total <= look.resultSize else { break }
        }
        guard look.isAtEnd, total == look.resultSize else {
            throw DeltaFault(message: "the delta's instructions are broken or do not make what it says")
        }
        let result = ByteBuffer(capacity: total)
        guard var instructions = DeltaInstructions(delta) else { return result }
        while let instruction = instructions.next() {
            switch instruction {
            case .copy(let range): result.append(base, range)
            case .insert(let range): result.append(delta, range)
            }
        }
        return result
    }
}
