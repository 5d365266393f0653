/// Changes to the file system: nothing of a scan, but what `hook install` and its like do.

#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

public enum FileChanges {
    /// Renames within a file system. Whatever has the new name is gone: look first.
    public static func rename(_ old: FilePath, to new: FilePath) throws(Errno) {
        _ = try retryingInterrupts {
            unsafe old.withCString { old in unsafe new.withCString { new in unsafe systemRename(old, new) } }
        }
    }

    /// Removes a file, or a symbolic link itself.
    public static func remove(_ path: FilePath) throws(Errno) {
        _ = try retryingInterrupts { unsafe path.withCString { unsafe unlink($0) } }
    }

    /// Removes a directory that is empty.
    public static func removeDirectory(_ path: FilePath) throws(Errno) {
        _ = try retryingInterrupts { unsafe path.withCString { unsafe rmdir($0) } }
    }

    /// Makes a directory, with those above it that are missing. One that is there already is fine.
    public static func makeDirectory(_ path: FilePath) throws(Errno) {
        if let status = try? FileStatus.of(path) {
            guard status.type == .directory else { throw Errno.notADirectory }
            return
        }
        let parent = path.parent
        if !parent.bytes.isEmpty, parent != path { try makeDirectory(parent) }
        _ = try retryingInterrupts { unsafe path.withCString { unsafe mkdir($0, mode_t(0o777)) } }
    }

    /// Writes a program that was not there: EEXIST where anything has its name.
    public static func writeProgram(_ bytes: [UInt8], to path: FilePath) throws(Errno) {
        let file = try OpenFile(creating: path, mode: 0o777)
        try file.write(bytes)
    }
}

private func systemRename(_ old: UnsafePointer<CChar>, _ new: UnsafePointer<CChar>) -> Int32 {
    unsafe rename(old, new)
}
