/// Objects that git reads for us: those of a repository, or of a part of it, that is stored in a way that is not read here. Slow, and each is
/// a whole one. Git fetches nothing and runs nothing for it (`ScrubbedEnvironment`).

internal import Bytes
internal import Synchronization

public final class GitObjects: Sendable {
    private let git: GitProgram
    private let format: ObjectFormat
    /// Why git is asked, in sentences.
    public let reasons: [String]
    private let kinds = Mutex<[ObjectID: ObjectKind]>([:])
    private let deaths = Atomic<Int>(0)

    /// An object may make git die; one that does so at every object is not started for each of them.
    private static let mostDeaths = 8

    init(_ git: GitProgram, _ format: ObjectFormat, reasons: [String]) {
        (self.git, self.format, self.reasons) = (git, format, reasons)
    }

    /// How many objects are read so.
    public var count: Int { kinds.withLock { $0.count } }

    /// Whether git was asked what there is, and named this one.
    func has(_ id: ObjectID) -> Bool { kinds.withLock { $0[id] != nil } }

    func kind(of id: ObjectID) -> ObjectKind? { kinds.withLock { $0[id] } }

    // MARK: What there is

    /// Asks git for all objects, and keeps in mind which of them are not known otherwise.
    /// - Returns: their ids in order, and what git complained about.
    func list(unless isKnown: (ObjectID) -> Bool) throws(ObjectFault) -> (ids: [ObjectID], complaint: String?) {
        let all = try answer(["--batch-all-objects", "--unordered", "--batch-check=%(objectname)"])
        var ids: Set<ObjectID> = []
        for line in all.output.split(separator: .newline) {
            guard let id = ObjectID(hex: line), id.length == format.idLength else { throw garbled }
            if !isKnown(id) { ids.insert(id) }
        }
        guard !ids.isEmpty else { return ([], GitObjects.complaint(all.errors)) }
        let sorted = ids.sorted()
        let checked = try answer(["--batch-check=%(objectname) %(objecttype) %(objectsize)"], about: sorted)
        let lines = checked.output.split(separator: .newline)
        guard lines.count == sorted.count else { throw garbled }
        var found: [ObjectID: ObjectKind] = [:]
        for (id, line) in zip(sorted, lines) {
            do throws(CatFileFault) { found[id] = try CatFileHeader.of(line, about: id)?.kind } catch { throw garbled }
        }
        let listed = found
        kinds.withLock { $0 = listed }
        let complaint = GitObjects.complaint(all.errors) ?? GitObjects.complaint(checked.errors)
        return (sorted.filter { listed[$0] != nil }, complaint)
    }

    private func answer(_ options: [String], about ids: [ObjectID] = []) throws(ObjectFault) -> ChildProcess.Result {
        do throws(GitFault) {
            let result = try git.run(["cat-file"] + options, input: ids.flatMap { Array("\($0)\n".utf8) })
            guard result.status == 0 else { throw GitProgram.fault(result, "list the objects") }
            return result
        } catch { throw ObjectFault(.unreadable, error.description) }
    }

    private var garbled: ObjectFault { ObjectFault(.unreadable, "git's list of objects cannot be understood") }

    /// The first error among what git said; warnings are no matter.
    private static func complaint(_ text: [UInt8]) -> String? {
        String(decoding: text, as: UTF8.self).split(separator: "\n").first {
            $0.hasPrefix("error: ") || $0.hasPrefix("fatal: ")
        }.map { String($0.dropFirst(7)) }
    }

    private static func firstLine(_ text: [UInt8]) -> String? {
        let line = text.prefix { $0 != .newline }
        return line.isEmpty ? nil : String(decoding: line, as: UTF8.self)
    }

    // MARK: Reading

    /// Git, waiting to be asked.
    func converse() throws(ObjectFault) -> CatFileConversation<Coprocess> {
        guard deaths.load(ordering: .relaxed) < GitObjects.mostDeaths else {
            throw ObjectFault(.unreadable, "git cat-file failed \(GitObjects.mostDeaths) times and is not asked again")
        }
        do throws(Errno) { return CatFileConversation(try Coprocess(git.process(["cat-file", "--batch"]))) } catch {
            throw ObjectFault(.unreadable, "git cat-file cannot be run: \(error)")
        }
    }

    /// Why a conversation that has a fault is over, for a person.
    func fault(_ fault: CatFileFault, _ complaints: [UInt8]) -> ObjectFault {
        deaths.add(1, ordering: .relaxed)
        let said = GitObjects.firstLine(complaints).map { ": \($0)" } ?? ""
        switch fault {
        case .ended: return ObjectFault(.unreadable, "git cat-file ended before it gave the object\(said)")
        case .garbled: return ObjectFault(.unreadable, "git cat-file gave no answer that can be understood\(said)")
        case .unreachable(let error): return ObjectFault(.unreadable, "git cat-file cannot be asked: \(error)\(said)")
        }
    }

    /// The content of a blob piece by piece, from a git of its own.
    func stream(_ id: ObjectID) throws(ObjectFault) -> BlobStream {
        let first = try GitBlobStream(id, self)
        let size = first.size
        var isFirst = true
        return BlobStream(size: size) {
            defer { isFirst = false }
            let stream = isFirst ? first : try? GitBlobStream(id, self)
            return stream?.size == size ? stream : nil
        }
    }
}

/// One object, piece by piece. Used by one thread.
final class GitBlobStream {
    private var conversation: CatFileConversation<Coprocess>
    let size: Int

    init(_ id: ObjectID, _ objects: GitObjects) throws(ObjectFault) {
        var conversation = try objects.converse()
        let header: CatFileHeader?
        do throws(CatFileFault) { header = try conversation.ask(id) } catch {
            throw objects.fault(error, conversation.complaints)
        }
        guard let header else { throw ObjectFault(.missing, "git does not have it any more", object: id) }
        size = header.size
        self.conversation = conversation
    }

    /// As `BlobStream.read`; less than `count` only at the end.
    func read(into buffer: inout [UInt8], at start: Int, count: Int) -> Int? {
        var done = 0
        while done < count {
            guard let got = try? conversation.take(into: &buffer, at: start + done, count: count - done) else {
                return nil
            }
            if got == 0 { break }
            done += got
        }
        return done
    }
}

/// One reader's talk with git: begun when it is first needed, and anew when git died.
struct GitReader: ~Copyable {
    private let objects: GitObjects
    private var conversation: CatFileConversation<Coprocess>?

    init(_ objects: GitObjects) { self.objects = objects }

    /// An object, whose content is what its name says.
    /// - Parameter limit: larger ones are not taken (bytes).
    mutating func read(_ id: ObjectID, limit: Int) throws(ObjectFault) -> GitObject {
        if conversation == nil { conversation = try objects.converse() }
        // Whatever goes wrong, this conversation is over.
        guard var talk = conversation.take() else { throw ObjectFault(.unreadable, "git cat-file cannot be run") }
        var header: CatFileHeader?
        let content: ByteBuffer
        do throws(CatFileFault) {
            header = try talk.ask(id)
            // To pass over a content that is too large would cost more than another git.
            let size = min(header?.size ?? 0, limit)
            content = ByteBuffer(capacity: size)
            if header?.size == size { try talk.take(into: content) }
        } catch { throw objects.fault(error, talk.complaints) }
        guard let header else { throw ObjectFault(.missing, "git does not have it any more") }
        guard header.size <= limit else {
            throw ObjectFault(.tooLarge, "its \(header.size) bytes are more than the \(limit) that are held in memory")
        }
        conversation = consume talk
        let object = GitObject(kind: header.kind, content: content)
        guard id.isName(of: object.bytes, object.kind) else {
            throw ObjectFault(.corrupt, "its content is not what its name says", place: "git cat-file")
        }
        return object
    }
}
