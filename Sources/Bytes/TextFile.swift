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
        // Room for all of it and for the read that finds its end; files in /proc say that they are empty.
        var bytes = [UInt8](repeating: 0, count: max(0, min(status.size, limit)) + (4 << 10))
        var filled = 0
        while true {
            let count = try file.read(into: &bytes, at: filled, count: bytes.count - filled)
            filled += count
            guard filled <= limit else { throw Errno.tooLarge }
            if count == 0 {
                bytes.removeLast(bytes.count - filled)
                return bytes
            }
            if filled == bytes.count { bytes.append(contentsOf: repeatElement(0, count: max(64 << 10, filled))) }
        }
    }

    /// Replaces the file's content.
    public static func write(_ text: String, to path: FilePath) throws(Errno) {
        try OpenFile(writing: path).write(Array(text.utf8))
    }
}
