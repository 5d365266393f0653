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
    /// Where the next instruction is.
    private(set) var position: Int
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

/// What a delta copies from its base, in the order of its result.
struct CopyList {
    /// Stretches that are contiguous in both are one.
    private(set) var runs: [CopyRun] = []
    /// False where nobody asks for them, and where they are so many that to note them takes about as much memory as the result.
    private(set) var isKept = false
    private let least: Int

    /// - Parameter least: shorter stretches are not told of. Bytes.
    init(least: Int = 0) { self.least = least }

    /// Forgets what it holds.
    mutating func begin(isKept: Bool) {
        runs.removeAll(keepingCapacity: true)
        self.isKept = isKept
    }

    mutating func add(source: Int, target: Int, count: Int, resultSize: Int) {
        guard isKept else { return }
        let last = runs.count - 1
        if last >= 0, runs[last].source + runs[last].count == source, runs[last].target + runs[last].count == target {
            runs[last].count += count
        } else if last >= 0, runs[last].count < least {
            runs[last] = CopyRun(source: source, target: target, count: count)
        } else {
            runs.append(CopyRun(source: source, target: target, count: count))
            if runs.count > 64 + resultSize / 32 { isKept = false }
        }
    }

    mutating func end() { if let last = runs.last, last.count < least { runs.removeLast() } }
}

enum Delta {
    static let broken = DeltaFault(
        message: "the delta's instructions are broken or do not make what it says")

    /// Bytes of what the delta makes, as it says.
    static func resultSize(_ delta: Span<UInt8>, baseSize: Int) throws(DeltaFault) -> Int {
        guard let sizes = DeltaInstructions(delta) else { throw DeltaFault(message: "the delta's sizes are broken") }
        guard sizes.baseSize == baseSize else {
            throw DeltaFault(
                message: "the delta is for a base of \(sizes.baseSize) bytes, the base has \(baseSize)")
        }
        return sizes.resultSize
    }

    /// What the delta makes of its base.
    /// - Parameter limit: bytes that the result may have.
    static func apply(_ delta: Span<UInt8>, to base: Span<UInt8>, limit: Int) throws(DeltaFault) -> ByteBuffer {
        let size = try resultSize(delta, baseSize: base.count)
        guard size <= limit else {
            throw DeltaFault(
                message: "its \(size) bytes are more than the \(limit) that are held in memory", isTooLarge: true)
        }
        let result = ByteBuffer(capacity: size)
        var copies = CopyList()
        guard apply(delta, to: base, into: result, copies: &copies) else { throw broken }
        return result
    }

    /// Fills `result`, which is empty and has room for as much as the delta says that it makes of this base. Checks each instruction before it
    /// is followed: seven bytes can stand for 16 MB.
    /// - Returns: whether the delta made exactly what it says; else `result` stays empty.
    static func apply(
        _ delta: Span<UInt8>, to base: Span<UInt8>, into result: ByteBuffer, copies: inout CopyList
    ) -> Bool {
        guard let sizes = DeltaInstructions(delta), sizes.baseSize == base.count,
            sizes.resultSize <= result.capacity - result.count
        else { return false }
        let (start, size) = (sizes.position, sizes.resultSize)
        var made = 0
        unsafe result.fill { free in
            // `follow` reads and writes inside of these three only.
            unsafe delta.withUnsafeBufferPointer { code in
                unsafe base.withUnsafeBufferPointer { source in
                    made = unsafe follow(
                        UnsafeBufferPointer(rebasing: code[start...]), source,
                        UnsafeMutableBufferPointer(rebasing: free[..<size]), &copies)
                }
            }
            return made == size ? size : 0
        }
        copies.end()
        return made == size
    }

    /// - Parameter code: the instructions.
    /// - Returns: how many bytes of `target` were filled; -1 where an instruction is broken.
    private static func follow(
        _ code: UnsafeBufferPointer<UInt8>, _ source: UnsafeBufferPointer<UInt8>,
        _ target: UnsafeMutableBufferPointer<UInt8>, _ copies: inout CopyList
    ) -> Int {
        var (place, made) = (0, 0)
        while place < code.count {
            // Every offset is compared with the count of its buffer before it is used: `place` with that of the code, in `copyEnd` and here.
            let operation = unsafe code[place]
            place += 1
            if operation & 0x80 == 0 {
                let count = Int(operation)
                // Operation 0 is reserved.
                guard count > 0, count <= code.count - place, count <= target.count - made else { return -1 }
                unsafe (target.baseAddress.unsafelyUnwrapped + made).update(
                    from: code.baseAddress.unsafelyUnwrapped + place, count: count)
                place += count
                made += count
            } else {
                guard (operation & 0x7F).nonzeroBitCount <= code.count - place else { return -1 }
                var (offset, count) = (0, 0)
                for bit in 0..<4 where operation & 1 << bit != 0 {
                    offset |= unsafe Int(code[place]) << (8 * bit)
                    place += 1
                }
                for bit in 0..<3 where operation & 0x10 << bit != 0 {
                    count |= unsafe Int(code[place]) << (8 * bit)
                    place += 1
                }
                if count == 0 { count = 0x10000 }
                guard offset + count <= source.count, count <= target.count - made else { return -1 }
                unsafe (target.baseAddress.unsafelyUnwrapped + made).update(
                    from: source.baseAddress.unsafelyUnwrapped + offset, count: count)
                copies.add(source: offset, target: made, count: count, resultSize: target.count)
                made += count
            }
        }
        return made
    }

    /// Whether a delta makes what it says. Nothing is copied.
    static func isHonest(_ delta: Span<UInt8>) -> Bool {
        guard var instructions = DeltaInstructions(delta) else { return false }
        var made = 0
        while made <= instructions.resultSize, let instruction = instructions.next() {
            switch instruction {
            case .copy(let range), .insert(let range): made += range.count
            }
        }
        return instructions.isAtEnd && made == instructions.resultSize
    }

    /// Makes the result of an honest delta piece by piece, where it is too large for memory.
    static func apply<Failure: Error>(
        _ delta: Span<UInt8>, to base: Span<UInt8>, _ append: (Span<UInt8>, Range<Int>) throws(Failure) -> Void
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
