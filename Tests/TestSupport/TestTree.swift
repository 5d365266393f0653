/// A temporary directory full of files, removed with its owner.

internal import Foundation

#if canImport(Darwin)
    internal import Darwin
#else
    internal import Glibc
#endif

public final class TestTree: Sendable {
    /// Absolute, without links and without a slash at its end.
    public let root: String

    public init() throws { root = try TestTree.makeDirectory() }

    /// With these files, given as text.
    public convenience init(_ files: [String: String]) throws {
        try self.init()
        for (path, text) in files { try write(text, to: path) }
    }

    deinit { TestTree.removeDirectory(root) }

    public func path(_ relative: String) -> String { relative.isEmpty ? root : "\(root)/\(relative)" }

    public func write(_ text: String, to path: String) throws { try write(Array(text.utf8), to: path) }

    /// Writes a file with the directories it needs.
    public func write(_ bytes: [UInt8], to path: String) throws { try write(bytes, to: Array(path.utf8)) }

    /// As above, for a name that need not be UTF-8.
    public func write(_ bytes: [UInt8], to path: [UInt8]) throws {
        if let slash = path.lastIndex(of: UInt8(ascii: "/")) {
            try makeDirectory(String(decoding: path[..<slash], as: UTF8.self))
        }
        let descriptor = unsafe TestTree.withCString(Array(root.utf8) + [0x2F] + path) {
            unsafe open($0, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        }
        guard descriptor >= 0 else { throw CommandFault(description: "cannot write \(path): errno \(errno)") }
        defer { close(descriptor) }
        try FileHandle(fileDescriptor: descriptor).write(contentsOf: Data(bytes))
    }

    public func makeDirectory(_ path: String) throws {
        try FileManager.default.createDirectory(atPath: self.path(path), withIntermediateDirectories: true)
    }

    public func link(_ path: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: self.path(path), withDestinationPath: target)
    }

    public func makeFIFO(_ path: String) throws {
        guard unsafe mkfifo(self.path(path), 0o644) == 0 else {
            throw CommandFault(description: "no FIFO: errno \(errno)")
        }
    }

    /// A socket that nobody listens at.
    public func makeSocket(_ path: String) throws {
        #if canImport(Darwin)
            let descriptor = socket(AF_UNIX, SOCK_STREAM, 0)
        #else
            let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        #endif
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let name = Array(self.path(path).utf8)
        guard name.count < 104 else { throw CommandFault(description: "too long a name for a socket") }
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: name) }
        let bound = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard bound == 0 else { throw CommandFault(description: "no socket: errno \(errno)") }
    }

    public func setMode(_ mode: UInt32, of path: String) { unsafe chmod(self.path(path), mode_t(mode)) }

    public func remove(_ path: String) throws { try FileManager.default.removeItem(atPath: self.path(path)) }

    public func read(_ path: String) -> [UInt8] { TestTree.bytes(self.path(path)) }

    /// Makes directories nested so deep that the path of the innermost is too long for any system call; nobody, not even root, can open it by name.
    public func makeUnreachableDirectory(in path: String) throws {
        try makeDirectory(path)
        let name = String(repeating: "d", count: 250)
        var descriptor = unsafe open(self.path(path), O_RDONLY | O_CLOEXEC)
        for _ in 0..<20 {
            guard unsafe mkdirat(descriptor, name, 0o755) == 0 else {
                throw CommandFault(description: "no deep directory: errno \(errno)")
            }
            let next = unsafe openat(descriptor, name, O_RDONLY | O_CLOEXEC)
            close(descriptor)
            descriptor = next
        }
        close(descriptor)
    }

    // MARK: Without a tree

    static func makeDirectory() throws -> String {
        var template = Array("/tmp/lapwing-test-XXXXXX".utf8CString)
        let made = unsafe template.withUnsafeMutableBufferPointer { unsafe mkdtemp($0.baseAddress!) != nil }
        guard made else { throw CommandFault(description: "no temporary directory: errno \(errno)") }
        let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    }

    /// Removes a tree, however deep. FileManager gives up at paths that are too long, which some tests make on purpose.
    static func removeDirectory(_ path: String) {
        if (try? FileManager.default.removeItem(atPath: path)) != nil { return }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/rm")
        process.arguments = ["-rf", path]
        if (try? process.run()) != nil { process.waitUntilExit() }
    }

    /// All of a file that has no size of its own, as in /proc.
    static func text(_ path: String) -> String {
        let content = try? FileHandle(forReadingAtPath: path)?.readToEnd()
        return String(decoding: (content ?? nil) ?? Data(), as: UTF8.self)
    }

    /// All of a file; empty where there is none.
    static func bytes(_ path: String) -> [UInt8] {
        (try? Data(contentsOf: URL(fileURLWithPath: path))).map { Array($0) } ?? []
    }

    private static func withCString<Value>(_ bytes: [UInt8], _ body: (UnsafePointer<CChar>) -> Value) -> Value {
        unsafe (bytes + [0]).withUnsafeBufferPointer { buffer in
            unsafe buffer.withMemoryRebound(to: CChar.self) { unsafe body($0.baseAddress!) }
        }
    }
}
