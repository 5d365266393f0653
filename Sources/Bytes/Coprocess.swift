/// A program that is asked and answers, over and over, until its owner goes. Ctrl-C does not reach it: it would die of what is to end
/// its owner in order.

#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

public struct Coprocess: ~Copyable {
    private var pipes: Pipes
    private let process: pid_t
    /// The beginning of what it wrote to standard error; the rest is read, so that it does not wait, and let go.
    public private(set) var complaints: [UInt8] = []
    private var hasComplaints = true

    private static let mostComplaints = 1 << 12

    public init(_ program: ChildProcess) throws(Errno) {
        var pipes = try Pipes()
        process = try program.spawn(&pipes, inOwnGroup: true)
        self.pipes = pipes
    }

    /// Whatever it is at, nobody waits for it any more.
    deinit {
        kill(process, SIGKILL)
        var status: Int32 = 0
        while unsafe waitpid(process, &status, 0) == -1, errno == EINTR {}
    }

    /// Writes all of a question. EPIPE where the program is gone.
    public mutating func send(_ bytes: [UInt8]) throws(Errno) {
        var done = 0
        while done < bytes.count {
            // `done` is less than the count, so the pointer stays inside.
            done += try retryingInterrupts {
                unsafe bytes.withUnsafeBufferPointer {
                    unsafe write(pipes.ends[0], $0.baseAddress.unsafelyUnwrapped + done, bytes.count - done)
                }
            }
        }
    }

    /// Reads what there is of an answer, at most `count` bytes, into `buffer[start...]`, which must exist; waits for the first.
    /// - Returns: how many; 0 where the program has ended.
    public mutating func receive(into buffer: inout [UInt8], at start: Int, count: Int) throws(Errno) -> Int {
        precondition(start >= 0 && count > 0 && start + count <= buffer.count, "no room for the answer")
        while true {
            // A negative descriptor is passed over.
            var waits = [
                pollfd(fd: pipes.ends[1], events: Int16(POLLIN), revents: 0),
                pollfd(fd: hasComplaints ? pipes.ends[2] : -1, events: Int16(POLLIN), revents: 0),
            ]
            _ = try retryingInterrupts { unsafe poll(&waits, 2, -1) }
            if waits[1].revents != 0 { try takeComplaints() }
            guard waits[0].revents != 0 else { continue }
            // The room was checked above.
            return try retryingInterrupts {
                unsafe buffer.withUnsafeMutableBufferPointer {
                    unsafe read(pipes.ends[1], $0.baseAddress.unsafelyUnwrapped + start, count)
                }
            }
        }
    }

    private mutating func takeComplaints() throws(Errno) {
        var piece = [UInt8](repeating: 0, count: Coprocess.mostComplaints)
        let count = try retryingInterrupts {
            unsafe piece.withUnsafeMutableBufferPointer { unsafe read(pipes.ends[2], $0.baseAddress, $0.count) }
        }
        hasComplaints = count > 0
        complaints += piece.prefix(min(count, Coprocess.mostComplaints - complaints.count))
    }
}
