/// Runs a program without a shell: arguments, environment, working directory and standard input as given; what it wrote, how it ended
/// come back. A program that does not end is killed after two minutes: a guard against tests
/// that hang, not a measure.

import Dispatch
internal import Foundation

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// How a program ended.
public enum Ending: Equatable, Sendable {
    case exited(Int32)
    case killed(signal: Int32)
}

/// What a program that ended left behind.
public struct CommandResult: Sendable {
    public let ending: Ending
    public let output: [UInt8]
    public let errorOutput: [UInt8]

    /// -1 when a signal killed it.
    public var status: Int32 { if case .exited(let status) = ending { status } else { -1 } }
    public var text: String { String(decoding: output, as: UTF8.self) }
    public var errors: String { String(decoding: errorOutput, as: UTF8.self) }
}

public struct CommandFault: Error, CustomStringConvertible {
    public let description: String

    public init(description: String) { self.description = description }
}

/// What a program reads from standard input.
public enum CommandInput: Sendable {
    /// `/dev/null`.
    case nothing
    case bytes([UInt8])
    /// A file or FIFO, opened by the child.
    case path([UInt8])
    /// No descriptor at all.
    case closed
    /// A pipe; `RunningCommand.send` writes to it.
    case pipe
}

public struct Command: Sendable {
    public var program: String
    public var arguments: [[UInt8]]
    /// All of it; nothing is inherited.
    public var environment: [String: String]
    public var directory: String?
    public var input = CommandInput.nothing
    public var closesOutput = false
    /// Where standard output goes instead of into the result.
    public var outputPath: String?
    /// A tree that must not go before the program has ended.
    public var tree: TestTree?

    public init(
        _ program: String, _ arguments: [[UInt8]], environment: [String: String] = [:], directory: String? = nil
    ) {
        self.program = program
        self.arguments = arguments
        self.environment = environment
        self.directory = directory
    }

    /// Runs to the end.
    public func run() throws -> CommandResult {
        try RunningCommand(self).wait()
    }
}

/// A program that runs. Wait for it, once.
public final class RunningCommand {
    private var process: pid_t = -1
    private let scratch: String
    private let readsOutput: String
    private let tree: TestTree?
    private static let spawning = NSLock()
    /// The writing end of its standard input, if that is a pipe.
    private var feed: Int32 = -1

    public init(_ command: Command) throws {
        // Two at once could give a pipe's end to the wrong child.
        RunningCommand.spawning.lock()
        defer { RunningCommand.spawning.unlock() }
        tree = command.tree
        scratch = try TestTree.makeDirectory()
        readsOutput = command.outputPath ?? "\(scratch)/out"
        var pipeEnd: Int32 = -1
        var actions = SpawnActions()
        try RunningCommand.connectInput(command.input, scratch, &actions, &pipeEnd, &feed)
        if command.closesOutput { actions.close(1) } else { actions.open(1, readsOutput, O_WRONLY | O_CREAT) }
        actions.open(2, "\(scratch)/err", O_WRONLY | O_CREAT)
        if let directory = command.directory { actions.changeDirectory(directory) }
        let status = actions.spawn(command, &process)
        if pipeEnd >= 0 { close(pipeEnd) }
        guard status == 0 else {
            throw CommandFault(description: "\(command.program) cannot be started: errno \(status)")
        }
    }

    private static func connectInput(
        _ input: CommandInput, _ scratch: String, _ actions: inout SpawnActions, _ childEnd: inout Int32,
        _ feed: inout Int32
    ) throws {
        switch input {
        case .nothing: actions.open(0, "/dev/null", O_RDONLY)
        case .closed: actions.close(0)
        case .path(let path): actions.open(0, String(decoding: path, as: UTF8.self), O_RDONLY)
        case .bytes(let bytes):
            try Data(bytes).write(to: URL(fileURLWithPath: "\(scratch)/in"))
            actions.open(0, "\(scratch)/in", O_RDONLY)
        case .pipe:
            var ends: [Int32] = [-1, -1]
            guard unsafe pipe(&ends) == 0 else { throw CommandFault(description: "no pipe: errno \(errno)") }
            // No other child may hold an end open.
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            (childEnd, feed) = (ends[0], ends[1])
            actions.duplicate(ends[0], as: 0)
        }
    }

    /// Writes to the program's standard input; returns when all of it is in the pipe, false when nobody reads any more.
    public func send(_ bytes: [UInt8]) -> Bool {
        var done = 0
        while done < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { unsafe write(feed, $0.baseAddress! + done, bytes.count - done) }
            if count < 0 && errno != EINTR { return false }
            done += max(count, 0)
        }
        return true
    }

    /// Ends the program's standard input.
    public func endInput() {
        if feed >= 0 { close(feed) }
        feed = -1
    }

    /// Peak resident memory of the running program; nil where there is no /proc. (What `wait4` tells counts what the parent had at
    /// the fork, too.)
    public var peakKilobytes: Int? {
        let lines = TestTree.text("/proc/\(process)/status").split(separator: "\n")
        return lines.first { $0.hasPrefix("VmHWM:") }.flatMap { Int($0.filter(\.isNumber)) }
    }

    public func signal(_ number: Int32) { kill(process, number) }

    /// Waits for the end, with standard input as it is.
    public func wait() throws -> CommandResult {
        let guardian = DispatchWorkItem { [process] in kill(process, SIGKILL) }
        DispatchQueue.global().asyncAfter(deadline: .now() + 120, execute: guardian)
        var raw: Int32 = 0
        while unsafe waitpid(process, &raw, 0) == -1 && errno == EINTR {}
        guardian.cancel()
        endInput()
        defer { TestTree.removeDirectory(scratch) }
        return CommandResult(
            ending: raw & 0x7F == 0 ? .exited(raw >> 8 & 0xFF) : .killed(signal: raw & 0x7F),
            output: TestTree.bytes(readsOutput), errorOutput: TestTree.bytes("\(scratch)/err")
        )
    }
}

/// What happens between fork and exec.
// Initialised and destroyed once; nothing else holds the storage.
@safe
private struct SpawnActions: ~Copyable {
    private var actions = unsafe posix_spawn_file_actions_t()
    private var attributes = posix_spawnattr_t()

    init() {
        unsafe posix_spawn_file_actions_init(&actions)
        unsafe posix_spawnattr_init(&attributes)
        // Tests run on threads that block signals; the program must not inherit that.
        var none = sigset_t()
        unsafe sigemptyset(&none)
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    }

    deinit {
        var actions = unsafe self.actions
        var attributes = self.attributes
        unsafe posix_spawn_file_actions_destroy(&actions)
        unsafe posix_spawnattr_destroy(&attributes)
    }

    mutating func open(_ descriptor: Int32, _ path: String, _ flags: Int32) {
        unsafe posix_spawn_file_actions_addopen(&actions, descriptor, path, flags, 0o644)
    }

    mutating func close(_ descriptor: Int32) { unsafe posix_spawn_file_actions_addclose(&actions, descriptor) }

    mutating func duplicate(_ descriptor: Int32, as other: Int32) {
        unsafe posix_spawn_file_actions_adddup2(&actions, descriptor, other)
    }

    mutating func changeDirectory(_ path: String) {
        #if canImport(Darwin)
            unsafe posix_spawn_file_actions_addchdir_np(&actions, path)
        #else
            unsafe addChangeDirectory(&actions, path)
        #endif
    }

    /// Returns an error number.
    mutating func spawn(_ command: Command, _ process: inout pid_t) -> Int32 {
        let words = [Array(command.program.utf8)] + command.arguments
        let variables = command.environment.map { Array("\($0.key)=\($0.value)".utf8) }
        return unsafe withCStrings(words) { arguments in
            unsafe withCStrings(variables) { environment in
                unsafe posix_spawn(&process, command.program, &actions, &attributes, arguments, environment)
            }
        }
    }

    private func withCStrings<Value>(
        _ strings: [[UInt8]], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Value
    ) -> Value {
        var pointers: [UnsafeMutablePointer<CChar>?] = unsafe strings.map { string in
            unsafe (string + [0]).withUnsafeBufferPointer { bytes in
                unsafe bytes.withMemoryRebound(to: CChar.self) { unsafe strdup($0.baseAddress!) }
            }
        }
        unsafe pointers.append(nil)
        defer { for index in unsafe pointers.indices { unsafe free(pointers[index]) } }
        return unsafe pointers.withUnsafeMutableBufferPointer { unsafe body($0.baseAddress!) }
    }
}

#if !canImport(Darwin)
    // In glibc since 2.29, but hidden from Swift behind a feature macro.
    @_silgen_name("posix_spawn_file_actions_addchdir_np")
    @discardableResult
    private func addChangeDirectory(
        _ actions: UnsafeMutablePointer<posix_spawn_file_actions_t>, _ path: UnsafePointer<CChar>
    ) -> Int32
#endif
