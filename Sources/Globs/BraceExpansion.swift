/// Writes out `{a,b}`: the patterns without braces whose union a glob stands for.
///
/// Braces nest, an alternative may be empty, and both `{` and `,` can be escaped or stand in brackets. The stack is
/// explicit, so that a pattern of a million `{` is an error and not a crash, and the result is bounded.
struct BraceExpansion {
    /// The most patterns, and the most bytes in all of them, that one glob may stand for.
    static let maximumPatterns = 4096
    static let maximumBytes = 1 << 20

    /// A brace that is open, or the whole pattern.
    private struct Level {
        let opening: Int
        /// What the alternatives before the last comma stand for.
        var finished: [[UInt8]] = []
        /// What the alternative being read stands for so far.
        var current: [[UInt8]] = [[]]
    }

    private var levels = [Level(opening: 0)]
    private var bytesWritten = 0

    /// - Throws: the reason and the offset in `pattern` it was found at.
    static func expand(_ pattern: [UInt8]) throws(GlobFault) -> [[UInt8]] {
        var expansion = BraceExpansion()
        var brackets = BracketReader(pattern)
        var index = 0
        while index < pattern.count {
            var end = index + 1
            switch pattern[index] {
            case UInt8(ascii: "{"):
                expansion.levels.append(Level(opening: index))
            case UInt8(ascii: "}"):
                try expansion.close(at: index)
            case UInt8(ascii: ",") where expansion.levels.count > 1:
                expansion.finishAlternative()
            case UInt8(ascii: "["):
                do throws(PatternFault) {
                    end = try brackets.read(at: index, foldsCase: false).end
                } catch {
                    throw GlobFault(.init(error), at: index)
                }
                try expansion.append(pattern[index..<end], at: index)
            case .backslash:
                end = index + 2
                guard end <= pattern.count else { throw GlobFault(.trailingBackslash, at: index) }
                try expansion.append(pattern[index..<end], at: index)
            default:
                try expansion.append(pattern[index..<end], at: index)
            }
            index = end
        }
        guard expansion.levels.count == 1 else {
            throw GlobFault(.unclosedBrace, at: expansion.levels[expansion.levels.count - 1].opening)
        }
        return expansion.levels[0].current
    }

    private mutating func append(_ piece: ArraySlice<UInt8>, at offset: Int) throws(GlobFault) {
        let top = levels.count - 1
        try spend(piece.count * levels[top].current.count, at: offset)
        for index in levels[top].current.indices { levels[top].current[index] += piece }
    }

    private mutating func finishAlternative() {
        let top = levels.count - 1
        levels[top].finished += levels[top].current
        levels[top].current = [[]]
    }

    /// Appends each alternative of the innermost brace to each pattern of the level around it.
    private mutating func close(at offset: Int) throws(GlobFault) {
        guard levels.count > 1 else { throw GlobFault(.unopenedBrace, at: offset) }
        finishAlternative()
        let alternatives = levels.removeLast().finished
        let top = levels.count - 1
        guard levels[top].current.count * alternatives.count <= Self.maximumPatterns else {
            throw GlobFault(.tooManyAlternatives, at: offset)
        }
        var product: [[UInt8]] = []
        for start in levels[top].current {
            for alternative in alternatives {
                try spend(start.count + alternative.count, at: offset)
                product.append(start + alternative)
            }
        }
        levels[top].current = product
    }

    private mutating func spend(_ bytes: Int, at offset: Int) throws(GlobFault) {
        bytesWritten += bytes
        guard bytesWritten <= Self.maximumBytes else { throw GlobFault(.tooManyAlternatives, at: offset) }
    }
}

/// A `GlobError` that does not know its pattern yet.
struct GlobFault: Error {
    let reason: GlobError.Reason
    let offset: Int

    init(_ reason: GlobError.Reason, at offset: Int) {
        self.reason = reason
        self.offset = offset
    }
}

extension GlobError.Reason {
    init(_ fault: PatternFault) {
        self =
            switch fault {
            case .unclosedBracket: .unclosedBracket
            case .unknownClass: .unknownClass
            case .trailingBackslash: .trailingBackslash
            }
    }
}
