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

/// A delta that was looked through. Nothing was copied yet: seven bytes can stand for 16 MB.
struct CheckedDelta: ~Escapable {
    private let delta: Span<UInt8>
    let resultSize: Int
    /// Why it is not for such a base, or does not make what it says. Then it must not be applied.
    let fault: DeltaFault?

    /// - Parameter copies: nil, or where to note what it copies, in the order of its result. Nil afterwards where that is in so many
    ///   small pieces that to note them takes about as much memory as the result.
    @_lifetime(copy delta)
    init(_ delta: Span<UInt8>, baseSize: Int, copies: inout [DeltaCopy]?) {
        self.delta = delta
        guard var look = DeltaInstructions(delta) else {
            resultSize = 0
            fault = DeltaFault(message: "the delta's sizes are broken")
            return
        }
        resultSize = look.resultSize
        guard look.baseSize == baseSize else {
            fault = DeltaFault(
                message: "the delta is for a base of \(look.baseSize) bytes, the base has \(baseSize)")
            return
        }
        var total = 0
        while total <= look.resultSize, let instruction = look.next() {
            switch instruction {
            case .copy(let range):
                copies?.append(DeltaCopy(source: range.lowerBound, target: total, count: range.count))
                if copies?.count ?? 0 > 64 + look.resultSize / 32 { copies = nil }
                total += range.count
            case .insert(let range): total += range.count
            }
        }
        let isHonest = look.isAtEnd && total == look.resultSize
        fault =
            isHonest ? nil : DeltaFault(message: "the delta's instructions are broken or do not make what it says")
    }

    /// Makes the result, piece by piece.
    func apply<Failure: Error>(
        to base: Span<UInt8>, _ append: (Span<UInt8>, Range<Int>) throws(Failure) -> Void
    ) throws(Failure) {
        guard var instructions = DeltaInstructions(delta) else { return }
        while let instruction = instructions.next() {
            switch instruction {
            case .copy(let range): try append(base, range)
            case .insert(let range): try append(delta, range)
            }
        }
    }
}

enum Delta {
    /// What the delta makes of its base.
    /// - Parameter limit: bytes that the result may have.
    static func apply(_ delta: Span<UInt8>, to base: Span<UInt8>, limit: Int) throws(DeltaFault) -> ByteBuffer {
        var copies: [DeltaCopy]?
        let checked = CheckedDelta(delta, baseSize: base.count, copies: &copies)
        if let fault = checked.fault { throw fault }
        guard checked.resultSize <= limit else {
            throw DeltaFault(
                message: "its \(checked.resultSize) bytes are more than the \(limit) that are held in memory",
                isTooLarge: true)
        }
        let result = ByteBuffer(capacity: checked.resultSize)
        checked.apply(to: base) { result.append($0, $1) }
        return result
    }
}
