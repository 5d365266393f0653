/// What `git cat-file --batch` is asked and answers: a name a line; for each, a line `ID KIND SIZE`, the content and a line end, or `ID
/// missing` (git's Documentation/git-cat-file). Answers are not believed: whatever comes, nothing is read beyond what was asked for, and
/// no memory is taken for what was only announced.

internal import Bytes

/// Both directions of a talk with git. One thread at a time uses it.
protocol GitChannel: ~Copyable {
    mutating func send(_ bytes: [UInt8]) throws(Errno)
    /// As `Coprocess.receive`.
    mutating func receive(into buffer: inout [UInt8], at start: Int, count: Int) throws(Errno) -> Int
    /// What git complained about.
    var complaints: [UInt8] { get }
}

extension Coprocess: GitChannel {}

/// Why there is no use in going on with a conversation.
enum CatFileFault: Error, Equatable {
    /// The program is gone, or says nothing more.
    case ended
    /// What it says is no answer to what it was asked.
    case garbled
    case unreachable(Errno)
}

/// What git knows of an object.
struct CatFileHeader: Equatable {
    let kind: ObjectKind
    /// Bytes of the content that follows.
    let size: Int

    /// Nil for `ID missing`. Anything but an answer about this object is garbled.
    static func of(_ line: some Collection<UInt8>, about id: ObjectID) throws(CatFileFault) -> CatFileHeader? {
        let words = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard words.count > 1, words[0].elementsEqual("\(id)".utf8) else { throw .garbled }
        if words.count == 2, words[1].elementsEqual("missing".utf8) { return nil }
        guard words.count == 3, let kind = ObjectKind(name: words[1]), let size = size(words[2]) else {
            throw .garbled
        }
        return CatFileHeader(kind: kind, size: size)
    }

    private static func size(_ digits: some Collection<UInt8>) -> Int? {
        guard (1...15).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return digits.reduce(0) { 10 * $0 + Int($1 - 0x30) }
    }
}

struct CatFileConversation<Channel: GitChannel & ~Copyable>: ~Copyable {
    private var channel: Channel
    private var buffer = [UInt8](repeating: 0, count: 1 << 16)
    /// What was received and not yet taken.
    private var pending = 0..<0
    /// Bytes of the last answer's content that were not yet taken.
    private var left = 0
    private var isInContent = false

    /// The longest line of an answer: an id, a kind, a size.
    private static var longestLine: Int { 128 }

    init(_ channel: consuming Channel) { self.channel = channel }

    var complaints: [UInt8] { channel.complaints }

    /// Asks for an object. All of the last one's content must have been taken.
    mutating func ask(_ id: ObjectID) throws(CatFileFault) -> CatFileHeader? {
        precondition(!isInContent, "the answer to the last question was not taken")
        do throws(Errno) { try channel.send(Array("\(id)\n".utf8)) } catch {
            throw error == .brokenPipe ? .ended : .unreachable(error)
        }
        var line: [UInt8] = []
        while true {
            if pending.isEmpty { try receive() }
            let end = buffer[pending].firstIndex(of: .newline)
            line += buffer[pending.lowerBound..<(end ?? pending.upperBound)]
            pending = (end.map { $0 + 1 } ?? pending.upperBound)..<pending.upperBound
            guard line.count <= Self.longestLine else { throw .garbled }
            if end != nil { break }
        }
        let header = try CatFileHeader.of(line, about: id)
        left = header?.size ?? 0
        isInContent = header != nil
        return header
    }

    /// The next piece of the content, at most `count` bytes (more than none), into `target[start...]`, which must exist.
    /// - Returns: how many; 0 where the content ends: then the line end after it has come, too.
    mutating func take(into target: inout [UInt8], at start: Int, count: Int) throws(CatFileFault) -> Int {
        guard isInContent else { return 0 }
        if pending.isEmpty { try receive() }
        guard left > 0 else {
            guard buffer[pending.lowerBound] == .newline else { throw .garbled }
            pending = pending.lowerBound + 1..<pending.upperBound
            isInContent = false
            return 0
        }
        let size = min(left, count, pending.count)
        target.replaceSubrange(start..<start + size, with: buffer[pending.prefix(size)])
        pending = pending.lowerBound + size..<pending.upperBound
        left -= size
        return size
    }

    /// All of the content, into a buffer that has room for it.
    mutating func take(into content: ByteBuffer) throws(CatFileFault) {
        var piece = [UInt8](repeating: 0, count: min(1 << 16, max(1, left)))
        while true {
            let count = try take(into: &piece, at: 0, count: piece.count)
            if count == 0 { return }
            content.append(piece.span, 0..<count)
        }
    }

    private mutating func receive() throws(CatFileFault) {
        let count: Int
        do throws(Errno) { count = try channel.receive(into: &buffer, at: 0, count: buffer.count) } catch {
            throw .unreachable(error)
        }
        guard count > 0 else { throw .ended }
        pending = 0..<count
    }
}
