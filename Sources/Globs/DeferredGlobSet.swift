/// A set of globs that is compiled when the first path comes that it could match. Most rules look at files of one language: a scan of a
/// few files never compiles the globs of the others.

internal import Synchronization

public final class DeferredGlobSet: Sendable {
    private final class Compiled: Sendable {
        let set: GlobSet

        init(_ set: GlobSet) { self.set = set }
    }

    private let patterns: [String]
    private let compiled = AtomicLazyReference<Compiled>()

    /// - Parameter patterns: globs that were read before; one that cannot be is a fault of the program.
    public init(linted patterns: [String]) { self.patterns = patterns }

    /// As `GlobSet.matches` for the path of a file.
    public func matches(_ path: [UInt8]) -> Bool { set(for: path)?.matches(path) ?? false }

    /// The set, compiled; nil as long as no path came that it could match, this one included. It is the same from then on: who asks
    /// about many paths keeps it.
    public func set(for path: [UInt8]) -> GlobSet? {
        if let ready = compiled.load() { return ready.set }
        guard patterns.contains(where: { DeferredGlobSet.mayMatch($0, path) }) else { return nil }
        return compiled.storeIfNil(Compiled(compile())).set
    }

    private func compile() -> GlobSet {
        do { return GlobSet(try patterns.map { try Glob($0) }) } catch {
            preconditionFailure("a glob was not linted: \(error)")
        }
    }

    /// Whether the path ends as every match of the glob does: in what follows the last wildcard of its last component.
    static func mayMatch(_ pattern: String, _ path: [UInt8]) -> Bool {
        let bytes = pattern.utf8
        let start = bytes.lastIndex { DeferredGlobSet.special.contains($0) }.map { bytes.index(after: $0) }
        let tail = bytes[(start ?? bytes.startIndex)...]
        return path.count >= tail.count && path.suffix(tail.count).elementsEqual(tail)
    }

    private static let special: [UInt8] = Array("*?[]{}\\/".utf8)
}
