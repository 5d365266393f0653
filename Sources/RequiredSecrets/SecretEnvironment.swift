/// Where variables are looked up: the environment of the process, or given values in tests and tools.

#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

public struct SecretEnvironment: Sendable {
    private let look: @Sendable (String) -> [UInt8]?

    /// The environment of this process. Read it at start-up, before there are threads that might change it.
    public static let process = SecretEnvironment { ProcessCalls.environment($0) }

    /// Looks variables up as `look` does: nil for one that is not set. Values are bytes, since an environment need not be UTF-8.
    public init(_ look: @escaping @Sendable (String) -> [UInt8]?) { self.look = look }

    public init(_ values: [String: String]) {
        self.init { values[$0].map { Array($0.utf8) } }
    }

    /// The value of a variable, nil when it is not set.
    public func value(of name: String) -> [UInt8]? { look(name) }
}

/// The calls that this module makes to the system.
enum ProcessCalls {
    static func environment(_ name: String) -> [UInt8]? {
        // getenv would look for what stands before the NUL.
        guard !name.utf8.contains(0), let value = unsafe getenv(name) else { return nil }
        // The text is copied at once; nothing here changes the environment.
        return unsafe (0..<strlen(value)).map { unsafe UInt8(bitPattern: value[$0]) }
    }

    /// Writes a line to standard error and ends the process.
    static func fail(_ message: String) -> Never {
        var rest = Array("\(message)\n".utf8)[...]
        while !rest.isEmpty {
            let written = unsafe rest.withUnsafeBytes { unsafe write(2, $0.baseAddress, $0.count) }
            if written > 0 { rest = rest.dropFirst(written) } else if written == 0 || errno != EINTR { break }
        }
        exit(1)
    }

    static func binaryLogarithm(_ value: Double) -> Double { log2(value) }
}
