/// What `--state` remembers between audits: which contents were scanned under which key by which rules, and whether something was found
/// in them. Neither values nor digests of values, nor places: what held a secret is scanned again, the rest is passed over.
///
/// A content's name says what it is, so the file holds for every repository. Lines of text, then an entry for each content (its id, then
/// two bytes: the key's place, the highest bit set where something was found), then SHA-256 over all of it.

internal import Bytes
internal import Engine
internal import Findings
internal import Git
internal import Rules

struct HistoryState: Sendable {
    struct Entry: Sendable, Hashable {
        let id: ObjectID
        /// The place of the key's text.
        let key: UInt16
    }

    private static let heading = "lapwing history state 1\n"
    private static let foundBit: UInt16 = 0x8000

    /// What of Lapwing decides what is found.
    let rules: String
    private var keys: [String] = []
    /// Whether something was found.
    private(set) var entries: [Entry: Bool] = [:]

    init(rules: String) { self.rules = rules }

    /// A digest over the rules that are on, and the program.
    static func digest(of rules: RuleSet) -> String {
        var fields = [Array(Version.text.utf8)]
        // Its tables of words and known values have no version of their own.
        let size = (try? FileStatus.of("/proc/self/exe"))?.size ?? 0
        fields.append(Array("\(size)".utf8))
        for (index, rule) in rules.all.enumerated() where !rules.disabled.contains(index) {
            fields.append(Array("\(rule)".utf8))
        }
        return SHA256Digest.of(fields: fields).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    static func text(of key: ScanKey) -> String {
        "\(key.kind) " + key.words.map { String($0, radix: 16) }.joined(separator: " ")
    }

    /// The place of a key's text; nil where nothing was scanned under it.
    func place(of key: String) -> UInt16? { keys.firstIndex(of: key).map { UInt16($0) } }

    /// As above; a key that is new is added. Nil where there are too many.
    mutating func addedPlace(of key: String) -> UInt16? {
        if let known = place(of: key) { return known }
        guard keys.count < HistoryState.foundBit else { return nil }
        keys.append(key)
        return UInt16(keys.count - 1)
    }

    /// Whether something was found in a content under a key; nil where that is not known.
    func found(_ id: ObjectID, _ key: UInt16) -> Bool? { entries[Entry(id: id, key: key)] }

    mutating func note(_ id: ObjectID, _ key: UInt16, found: Bool) { entries[Entry(id: id, key: key)] = found }

    // MARK: The file

    /// Why there is nothing to go on from.
    enum Fault: Error, CustomStringConvertible {
        /// Not a state at all: nothing is written over it.
        case foreign
        case damaged
        case otherRules

        var description: String {
            switch self {
            case .foreign: "it is no state of a history scan, and is left alone: name another file"
            case .damaged: "it is damaged"
            case .otherRules: "it was made with other rules, or by another version"
            }
        }
    }

    init(_ bytes: [UInt8], rules: String) throws(Fault) {
        self.rules = rules
        guard bytes.starts(with: HistoryState.heading.utf8) else { throw .foreign }
        let end = bytes.count - 32
        guard end > 0, SHA256Digest.of(Array(bytes[..<end])) == Array(bytes[end...]) else { throw .damaged }
        var position = HistoryState.heading.utf8.count
        func line() -> String? {
            guard let stop = bytes[position..<end].firstIndex(of: .newline) else { return nil }
            defer { position = stop + 1 }
            return String(decoding: bytes[position..<stop], as: UTF8.self)
        }
        guard let made = line() else { throw .damaged }
        guard made == rules else { throw .otherRules }
        guard let length = line().flatMap({ Int($0) }), length == 20 || length == 32 else { throw .damaged }
        while let key = line(), !key.isEmpty { keys.append(key) }
        guard (end - position) % (length + 2) == 0 else { throw .damaged }
        entries.reserveCapacity((end - position) / (length + 2))
        while position < end {
            let id = ObjectID(bytes.span, at: position, length: length)
            let number = UInt16(bytes[position + length]) << 8 | UInt16(bytes[position + length + 1])
            let key = number & ~HistoryState.foundBit
            guard key < keys.count else { throw .damaged }
            entries[Entry(id: id, key: key)] = number & HistoryState.foundBit != 0
            position += length + 2
        }
    }

    /// - Parameter format: of the ids, which all have one length.
    func bytes(_ format: ObjectFormat) -> [UInt8] {
        var bytes = Array((HistoryState.heading + rules + "\n\(format.idLength)\n").utf8)
        for key in keys { bytes += Array("\(key)\n".utf8) }
        bytes.append(.newline)
        let all = entries.filter { $0.key.id.length == format.idLength }
        for (entry, found) in all.sorted(by: { ($0.key.id, $0.key.key) < ($1.key.id, $1.key.key) }) {
            let number = entry.key | (found ? HistoryState.foundBit : 0)
            bytes += entry.id.bytes + [UInt8(number >> 8), UInt8(number & 0xFF)]
        }
        return bytes + SHA256Digest.of(bytes)
    }
}

/// The file of `--state`, as one audit uses it.
struct StateFile: Sendable {
    let path: FilePath
    var state: HistoryState
    /// Whether the file may be written over.
    let isOwn: Bool

    /// Reads what there is. What cannot be used is said, and everything is scanned.
    init(_ path: FilePath, rules: String) throws(UsageFault) {
        self.path = path
        state = HistoryState(rules: rules)
        var isOwn = true
        do {
            let bytes = try TextFile.contents(of: path, limit: 2 << 30)
            if !bytes.isEmpty { state = try HistoryState(bytes, rules: rules) }
        } catch let error as Errno {
            guard error == .noSuchFile else { throw UsageFault("--state \(path): \(error)") }
        } catch {
            if case HistoryState.Fault.foreign = error { isOwn = false }
            Console.error("--state \(path): \(error); everything is scanned")
        }
        self.isOwn = isOwn
    }

    /// Replaces the file as a whole, or not at all. Returns why it could not.
    func write(_ format: ObjectFormat) -> String? {
        guard isOwn else { return nil }
        // Of two audits at once, each has its own; the last to end leaves a whole file.
        let draft = FilePath(path.bytes + Array(".new-\(ProcessContext.processID)".utf8))
        do throws(Errno) {
            try OpenFile(writing: draft).write(state.bytes(format))
            try FileChanges.rename(draft, to: path)
            return nil
        } catch {
            try? FileChanges.remove(draft)
            return "--state \(path): it could not be written: \(error)"
        }
    }
}
