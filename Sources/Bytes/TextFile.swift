/// Small files, read and written whole: rules, configuration, reports of the tools. Scanned files go another way.
public enum TextFile {
    /// All bytes of a regular file; a symbolic link is followed unless `followingLinks` is false. Files of more than `limit`
    /// bytes are EFBIG: nothing that is read this way is large, and a device would never end.
    public static func contents(of path: FilePath, limit: Int = 64 << 20, followingLinks: Bool = true) throws(Errno)
        -> [UInt8]
    {
        let file = try OpenFile(reading: path, followingLinks: followingLinks)
        let status = try file.status()
        guard status.type != .directory else { throw Errno.isADirectory }
        // One byte more than the file has room for, so that its end shows without growing; some files do not say their size.
        var bytes = [UInt8](repeating: 0, count: max(0, min(status.size, limit)) + 1)
        var filled = 0
        while true {
            if filled == bytes.count { bytes += [UInt8](repeating: 0, count: max(1 << 16, filled)) }
            let count = try file.read(into: &bytes, at: filled, count: bytes.count - filled)
            if count == 0 { break }
            filled += count
            guard filled <= limit else { throw Errno.tooLarge }
        }
        bytes.removeLast(bytes.count - filled)
        return bytes
    }

    /// Replaces the file's content.
    public static func write(_ text: String, to path: FilePath) throws(Errno) {
        try OpenFile(writing: path).write(Array(text.utf8))
    }
}
