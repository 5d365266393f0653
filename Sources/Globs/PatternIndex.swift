/// Many patterns with ranks, and the question both `GlobSet` and `IgnoreFile` ask: what is the highest rank that
/// matches?
///
/// The usual forms are looked up by hash, each in a table of its own, so their number does not matter; the others are
/// tried one by one from the highest rank down, until one that is found already ranks higher.
///
/// A class, because sets are handed about: one reference instead of a dozen arrays.
final class PatternIndex: Sendable {
    /// `name`, `**/name`
    private let names: ByteStringTable
    /// `*.ext`, `*~`: hashed from the end.
    private let suffixes: ByteStringTable
    /// The first bytes of the suffixes: the only places where looking one up can help.
    private let suffixStarts: ByteSet
    /// `/name`, `dir/name`
    private let paths: ByteStringTable
    /// `dir/**`, under the key `dir`
    private let trees: ByteStringTable
    /// `**/dir/**`, under the key `dir`
    private let floatingTrees: ByteStringTable
    /// How many bytes of a path the last three tables have to see.
    private let pathHorizon: Int

    private let others: [Other]
    private let tokens: [Token]
    private let sets: [ByteSet]
    private let foldsCase: Bool

    /// A pattern that has no table.
    private struct Other {
        let rank: Int32
        let isFloating: Bool
        let isDirectoryOnly: Bool
        let firstToken: Int
        let endToken: Int
        let firstSet: Int
        let endSet: Int
    }

    /// - Parameter patterns: in ascending order of rank; ranks are not negative; all with this `foldsCase`.
    init(_ patterns: some Sequence<(pattern: PathPattern, rank: Int32)>, foldsCase: Bool) {
        var tables = Tables()
        var others: [Other] = []
        var tokens: [Token] = []
        var sets: [ByteSet] = []
        for (pattern, rank) in patterns where !tables.insert(pattern, rank: rank) {
            let (firstToken, firstSet) = (tokens.count, sets.count)
            tokens += pattern.tokens
            sets += pattern.sets
            others.append(
                Other(
                    rank: rank, isFloating: pattern.isFloating, isDirectoryOnly: pattern.isDirectoryOnly,
                    firstToken: firstToken, endToken: tokens.count, firstSet: firstSet, endSet: sets.count))
        }
        names = ByteStringTable(tables.names, foldsCase: foldsCase)
        suffixes = ByteStringTable(tables.suffixes, foldsCase: foldsCase, isReversed: true)
        paths = ByteStringTable(tables.paths, foldsCase: foldsCase)
        trees = ByteStringTable(tables.trees, foldsCase: foldsCase)
        floatingTrees = ByteStringTable(tables.floatingTrees, foldsCase: foldsCase)
        pathHorizon = floatingTrees.isEmpty ? max(paths.longestKey, trees.longestKey + 1) : .max
        var suffixStarts = ByteSet(tables.suffixes.keys.compactMap(\.first))
        if foldsCase { suffixStarts.closeOverCase() }
        self.suffixStarts = suffixStarts
        self.others = others
        self.tokens = tokens
        self.sets = sets
        self.foldsCase = foldsCase
    }

    /// The highest rank of the patterns that match, or `Ranks.none`.
    func highestMatch(_ path: Span<UInt8>, _ facts: PathFacts) -> Int {
        var best = Ranks.none
        if !names.isEmpty {
            best = names.rank(
                of: path, from: path.count - facts.nameLength, to: path.count, hash: facts.nameHash,
                isDirectory: facts.isDirectory)
        }
        if !suffixes.isEmpty {
            best = max(best, highestSuffix(path, facts))
        }
        if pathHorizon > 0 {
            best = max(best, highestPath(path, facts))
        }
        return max(best, highestOther(path, facts, above: best))
    }

    private func highestSuffix(_ path: Span<UInt8>, _ facts: PathFacts) -> Int {
        var best = Ranks.none
        var hash = ByteHash()
        var index = path.count
        let end = path.count - min(facts.nameLength, suffixes.longestKey)
        while index > end {
            index -= 1
            hash.combine(path[index])
            if suffixStarts.contains(path[index]) {
                let rank = suffixes.rank(
                    of: path, from: index, to: path.count, hash: hash, isDirectory: facts.isDirectory)
                best = max(best, rank)
            }
        }
        return best
    }

    private func highestPath(_ path: Span<UInt8>, _ facts: PathFacts) -> Int {
        var best = Ranks.none
        var pathHash = ByteHash()
        var componentHash = ByteHash()
        var componentStart = 0
        let end = min(path.count, pathHorizon)
        for index in 0..<end {
            let byte = path[index]
            if byte == .slash {
                if index <= trees.longestKey {
                    let rank = trees.rank(of: path, from: 0, to: index, hash: pathHash, isDirectory: facts.isDirectory)
                    best = max(best, rank)
                }
                if !floatingTrees.isEmpty {
                    let rank = floatingTrees.rank(
                        of: path, from: componentStart, to: index, hash: componentHash, isDirectory: facts.isDirectory)
                    best = max(best, rank)
                }
                componentHash = ByteHash()
                componentStart = index + 1
            } else {
                componentHash.combine(byte)
            }
            pathHash.combine(byte)
        }
        if path.count <= paths.longestKey {
            best = max(
                best, paths.rank(of: path, from: 0, to: path.count, hash: pathHash, isDirectory: facts.isDirectory))
        }
        return best
    }

    private func highestOther(_ path: Span<UInt8>, _ facts: PathFacts, above best: Int) -> Int {
        // Spans are lent by arrays of this function's own: those of a class could be gone meanwhile, for all the compiler knows.
        let (ownOthers, ownTokens, ownSets) = (others, tokens, sets)
        let others = ownOthers.span
        let name = path.extracting(last: facts.nameLength)
        var index = others.count
        while index > 0 {
            index -= 1
            let other = others[index]
            if Int(other.rank) <= best { break }
            if other.isDirectoryOnly && !facts.isDirectory { continue }
            let isMatch = wildcardMatch(
                ownTokens.span.extracting(other.firstToken..<other.endToken),
                ownSets.span.extracting(other.firstSet..<other.endSet),
                other.isFloating ? name : path, foldsCase: foldsCase)
            if isMatch { return Int(other.rank) }
        }
        return Ranks.none
    }
}

/// The keys of the usual forms while an index is built.
private struct Tables {
    var names: [[UInt8]: Ranks] = [:]
    var suffixes: [[UInt8]: Ranks] = [:]
    var paths: [[UInt8]: Ranks] = [:]
    var trees: [[UInt8]: Ranks] = [:]
    var floatingTrees: [[UInt8]: Ranks] = [:]

    /// Puts the pattern into the table for its form; false if it has none.
    mutating func insert(_ pattern: PathPattern, rank: Int32) -> Bool {
        let table: WritableKeyPath<Tables, [[UInt8]: Ranks]>
        let tokens = pattern.tokens[...]
        let key: [UInt8]
        if let literal = literal(tokens) {
            key = literal
            table = pattern.isFloating ? \.names : \.paths
        } else if pattern.isFloating, case .star? = tokens.first, let suffix = literal(tokens.dropFirst()),
            !suffix.isEmpty
        {
            key = suffix
            table = \.suffixes
        } else if case .everything? = tokens.last, case .byte(.slash)? = tokens.dropLast().last {
            let directory = tokens.dropLast(2)
            if let path = literal(directory) {
                key = path
                table = \.trees
            } else if case .directories? = directory.first, let name = literal(directory.dropFirst()),
                !name.contains(.slash)
            {
                key = name
                table = \.floatingTrees
            } else {
                return false
            }
        } else {
            return false
        }
        self[keyPath: table][key, default: Ranks()].insert(rank, isDirectoryOnly: pattern.isDirectoryOnly)
        return true
    }

    /// The bytes the tokens stand for, if they are nothing but bytes.
    private func literal(_ tokens: ArraySlice<Token>) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(tokens.count)
        for token in tokens {
            guard case .byte(let byte) = token else { return nil }
            bytes.append(byte)
        }
        return bytes
    }
}
