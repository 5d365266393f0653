/// A stretch of a text that was copied from another one, its base: what a pack's delta says, and all that the engine needs to know of it.
/// Bytes, 0-based.
public struct CopyRun: Sendable, Hashable {
    /// Where it starts in the base.
    public var source: Int
    /// Where it starts in the text.
    public var target: Int
    public var count: Int

    @inlinable
    public init(source: Int, target: Int, count: Int) {
        self.source = source
        self.target = target
        self.count = count
    }
}
