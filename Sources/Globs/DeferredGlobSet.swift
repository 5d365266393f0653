/// A set of globs that is compiled when the first path comes that it could match. Most rules look at files of one language: a scan of a
/// few files never compiles the globs of the others.

internal import Synchronization

public final class DeferredGlobSet: Sendable {
    private final class Compiled: Sendable {
        let set: GlobSet

        init(_ set: GlobSet) { self.set = set }
    }

    private let patterns: [String]
    /// What every path ends in that a glob matches, one after another, and where each ends.
    private let tails: [UInt8]
    private let tailEnds: [Int]
    private let compiled = AtomicLazyReference<Compiled>()
    /// Whether only a path's suffix counts: paths of one suffix, other than `FileSuffix.other`, get one answer.
    public let asksSuffixOnly: Bool

    /// - Parameter patterns: globs that were read before; one that cannot be is a fault of the program.
    public init(linted patterns: [String]) {
        self.patterns = patterns
        var tails: [UInt8] = []
        tailEnds = patterns.map { pattern in
            tails += DeferredGlobSet.tail(of: pattern)
            return tails.count
        }
        self.tails = tails
        asksSuffixOnly = patterns.allSatisfy(FileSuffix.decides)
    }

    /// As `GlobSet.matches` for the path of a file.
    public func matches(_ path: [UInt8]) -> Bool { set(for: path.span)?.matches(path) ?? false }

    /// The set, compiled, if it could match the path. Whoever asks about many paths keeps it, and asks `mayMatch` first.
    public func set(for path: Span<UInt8>) -> GlobSet? {
        guard mayMatch(path) else { return nil }
        if let ready = compiled.load() { return ready.set }
        return compiled.storeIfNil(Compiled(compile())).set
    }

    private func compile() -> GlobSet {
        do { return GlobSet(try patterns.map { try Glob($0) }) } catch {
            preconditionFailure("a glob was not linted: \(error)")
        }
    }

    /// Whether the path ends as the matches of some glob do. False for most sets and paths, at the price of a byte or two.
    public func mayMatch(_ path: Span<UInt8>) -> Bool {
        let tails = self.tails
        let bytes = tails.span
        var start = 0
        for end in tailEnds {
            var (left, at) = (end, path.count)
            while left > start, at > 0, bytes[left - 1] == path[at - 1] {
                left -= 1
                at -= 1
            }
            if left == start { return true }
            start = end
        }
        return false
    }

    /// What every match of the glob ends in: what follows the last wildcard of its last component.
    private static func tail(of pattern: String) -> Substring.UTF8View {
        let bytes = pattern.utf8
        let start = bytes.lastIndex { DeferredGlobSet.special.contains($0) }.map { bytes.index(after: $0) }
        return pattern[(start ?? bytes.startIndex)...].utf8
    }

    private static let special: [UInt8] = Array("*?[]{}\\/".utf8)
}
