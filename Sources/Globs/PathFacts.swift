/// What is worth knowing about a path before many patterns are tried on it.
public struct PathFacts: Sendable {
    let isDirectory: Bool
    /// How many bytes the last component has.
    let nameLength: Int
    /// The hash of the last component, front to back.
    let nameHash: ByteHash
    public let suffix: FileSuffix

    public init(_ path: Span<UInt8>, isDirectory: Bool) {
        self.isDirectory = isDirectory
        var start = path.count
        while start > 0, path[start - 1] != .slash { start -= 1 }
        nameLength = path.count - start
        var hash = ByteHash()
        for index in start..<path.count { hash.combine(path[index]) }
        nameHash = hash
        suffix = FileSuffix(path)
    }
}
