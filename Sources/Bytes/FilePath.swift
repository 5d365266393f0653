#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

/// A path as the file system has it: bytes, not text. Never contains a NUL.
public struct FilePath: Sendable, Hashable, Comparable, CustomStringConvertible, ExpressibleByStringLiteral {
    public let bytes: [UInt8]

    /// Bytes from a NUL on are dropped: no path can hold one.
    public init(_ bytes: [UInt8]) {
        self.bytes = bytes.firstIndex(of: 0).map { Array(bytes[..<$0]) } ?? bytes
    }

    public init(_ text: String) { self.init(Array(text.utf8)) }

    public init(stringLiteral text: String) { self.init(text) }

    /// The path as text; bytes that are not UTF-8 show as U+FFFD.
    public var description: String { String(decoding: bytes, as: UTF8.self) }

    public var isAbsolute: Bool { bytes.first == UInt8(ascii: "/") }

    /// What follows the last slash.
    public var lastComponent: ArraySlice<UInt8> {
        bytes[(bytes.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0)...]
    }

    /// What precedes the last slash: empty for a bare name, `/` for an entry of the root.
    public var parent: FilePath {
        guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return FilePath([]) }
        return FilePath(Array(bytes[..<max(slash, 1)]))
    }

    /// With one more component, and a slash before it where there is none.
    public func appending(_ name: some Collection<UInt8>) -> FilePath {
        var joined = bytes
        joined.reserveCapacity(bytes.count + 1 + name.count)
        if let last = joined.last, last != UInt8(ascii: "/") { joined.append(UInt8(ascii: "/")) }
        joined.append(contentsOf: name)
        return FilePath(joined)
    }

    public func appending(_ name: String) -> FilePath { appending(Array(name.utf8)) }

    /// Whether we may run the file it names.
    public var isExecutable: Bool {
        guard let status = try? FileStatus.of(self), status.type == .regular else { return false }
        return unsafe withCString { unsafe access($0, X_OK) } == 0
    }

    /// Made absolute, with `.` and `..` worked out by their text.
    public func absolute(in directory: FilePath) -> FilePath {
        var parts: [ArraySlice<UInt8>] = []
        let slash = UInt8(ascii: "/")
        for part in (isAbsolute ? self : directory.appending(bytes)).bytes.split(separator: slash) {
            if part.elementsEqual("..".utf8) {
                _ = parts.popLast()
            } else if !part.elementsEqual(".".utf8) {
                parts.append(part)
            }
        }
        return FilePath([slash] + parts.joined(separator: [slash]))
    }

    /// What follows `root` and its slash; empty for `root` itself, nil outside of it. Both must be absolute, without `.` and `..`.
    public func relative(to root: FilePath) -> [UInt8]? {
        let slash = UInt8(ascii: "/")
        guard bytes.starts(with: root.bytes) else { return nil }
        let rest = bytes.dropFirst(root.bytes.count)
        guard rest.isEmpty || rest.first == slash || root.bytes.last == slash else { return nil }
        return Array(rest.drop { $0 == slash })
    }

    /// Bytewise order, so that reports do not depend on the locale.
    public static func < (left: FilePath, right: FilePath) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }

    /// Calls `body` with the path as a C string, valid for the length of the call.
    func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
        unsafe FilePath.withCString(bytes[...], body)
    }

    /// The same with the last component.
    func withLastComponent<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
        unsafe FilePath.withCString(lastComponent, body)
    }

    private static func withCString<Result>(
        _ bytes: ArraySlice<UInt8>, _ body: (UnsafePointer<CChar>) -> Result
    ) -> Result {
        unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: bytes.count + 1) { buffer in
            for (index, byte) in bytes.enumerated() { unsafe buffer[index] = CChar(bitPattern: byte) }
            unsafe buffer[bytes.count] = 0
            return unsafe body(UnsafePointer(buffer.baseAddress.unsafelyUnwrapped))
        }
    }
}
