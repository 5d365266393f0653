/// Scans the blobs of a change: each whole, for context, and then only what stands on added lines counts.

internal import Bytes
internal import Findings
internal import Git
internal import Globs
internal import Inputs

/// A file of a change, with one content.
struct ChangedFile: Sendable {
    /// Relative to the root of the tree: what reports show and what fingerprints use.
    let path: FilePath
    let id: ObjectID
    /// Where the content came to that path: in one commit or in several.
    var occurrences: [Occurrence]

    struct Occurrence: Sendable {
        /// What stood at that path before: in HEAD, or in each parent.
        let old: [ObjectID?]
        /// Files that went in the same change: what is new at one path may come from another.
        let removals: [TreeRemoval]
        /// The commit; nil for what is not committed yet, and for the difference of two commits as a whole.
        let provenance: Provenance?

        /// Whether something stood at that path before.
        var hasOld: Bool { old.contains { $0 != nil } }
    }
}

struct ChangeScan: Sendable {
    let store: ObjectStore
    private(set) var files: [ChangedFile]
    /// What was left out before anything was read.
    private(set) var ledger: Ledger
    let wholeFiles: Bool
    /// The tree of the newest commit, for findings to say whether they are still in it.
    var head: ObjectID?
    /// Whether there are commits: then files have many versions, and the same secret in several of them is one finding.
    var hasVersions = false

    /// Without the files that the configuration leaves out; they are counted.
    /// - Parameter globs: relative to the root of the tree; one that matches a directory leaves out what is in it.
    func excluding(_ globs: [String]) throws(UsageFault) -> ChangeScan {
        guard !globs.isEmpty else { return self }
        var parsed: [Glob] = []
        for glob in globs {
            do { parsed.append(try Glob(glob)) } catch { throw UsageFault("'\(glob)' is no glob: \(error)") }
        }
        let set = GlobSet(parsed)
        var copy = self
        copy.files = files.filter { !set.matchesPathOrParent($0.path.bytes) }
        for _ in copy.files.count..<files.count { copy.ledger.skip(.excluded) }
        return copy
    }

    /// Scans all files and gives results in their order.
    func run(
        threads: Int, totals: ScanTotals, isStopped: @escaping @Sendable () -> Bool,
        makeWorker: @escaping @Sendable () -> ScanWorker, deliver: @escaping @Sendable (FileResult) -> Void
    ) {
        let merger = hasVersions ? VersionMerger(deliver) : nil
        ItemWork.run(
            chains, threads: threads, isStopped: isStopped,
            makeWorker: { [store, wholeFiles, head, hasVersions] in
                ChangeWorker(
                    worker: makeWorker(), reader: ObjectReader(store), wholeFiles: wholeFiles, head: head,
                    probes: hasVersions && !wholeFiles, totals: totals)
            },
            deliver: { versions in
                for version in versions { merger?.take(version) ?? deliver(version.result) }
            })
        merger?.finish()
    }

    /// A worker that has read one version of a file has what the next is compared with.
    private static let longestChain = 16

    /// The files, versions of one path together.
    private var chains: [ArraySlice<ChangedFile>] {
        var chains: [ArraySlice<ChangedFile>] = []
        var start = 0
        for index in files.indices {
            let next = index + 1
            let goesOn = next < files.count && files[next].path == files[start].path
            if goesOn, next - start < ChangeScan.longestChain { continue }
            chains.append(files[start..<next])
            start = next
        }
        return chains
    }
}

/// What one version of a file gave.
struct VersionResult: Sendable {
    let path: FilePath
    /// Whether it is the newest commit's.
    var isHead = false
    var result: FileResult
}

private struct ChangeWorker: ItemWorker, ~Copyable {
    private var worker: ScanWorker
    private var reader: ObjectReader
    private let wholeFiles: Bool
    private let head: ObjectID?
    /// Whether to ask of a file that was there before what may be found on lines that differ, and to scan only where something may be.
    /// For the few files of a commit to come, reading the old ones and the rules' windows costs more than it saves.
    private let probes: Bool
    private let totals: ScanTotals
    /// Versions of the path at hand.
    private var contents: [ObjectID: ByteBuffer] = [:]
    private var contentSize = 0
    private var lineCounts: [ObjectID: LineCounts] = [:]

    init(
        worker: consuming ScanWorker, reader: consuming ObjectReader, wholeFiles: Bool, head: ObjectID?, probes: Bool,
        totals: ScanTotals
    ) {
        self.worker = worker
        self.reader = reader
        self.wholeFiles = wholeFiles
        self.head = head
        self.probes = probes
        self.totals = totals
    }

    mutating func work(on versions: ArraySlice<ChangedFile>) -> [VersionResult]? {
        defer { forgetContents() }
        var results: [VersionResult] = []
        for file in versions { if let result = result(of: file) { results.append(result) } }
        return results.isEmpty ? nil : results
    }

    private mutating func result(of file: ChangedFile) -> VersionResult? {
        do throws(ObjectFault) {
            let content = try content(of: file.id)
            let blob: GitBlob
            switch content {
            case .held(let buffer): blob = GitBlob(buffer)
            case .streamed(let stream): blob = GitBlob(stream)
            }
            let label = BlobLabel(path: file.path, identity: file.path)
            var since: [AddedLines]?
            if case .held(let text) = content, let old = olderVersions(of: file) {
                let added = old.map { AddedLines(in: text, since: $0) }
                if let candidates = worker.probe(text, label, AddedLines.parts(added)), candidates.isEmpty {
                    worker.pass(over: text)
                    return nil
                }
                since = added
            }
            guard var result = worker.scan(blob, size: nil, label) else { return nil }
            if !result.findings.isEmpty { filter(&result, file, content, since) }
            guard !result.isEmpty else { return nil }
            var version = VersionResult(path: file.path, result: result)
            if !result.findings.isEmpty { compareWithHead(&version, file.id) }
            return version
        } catch {
            let hint = error.reason == .missing ? "; `git fetch --refetch` gets what a partial clone lacks" : ""
            return VersionResult(
                path: file.path,
                result: FileResult(problems: [ScanProblem(.unreadable, file.path, error.description + hint)]))
        }
    }

    private enum Content {
        case held(ByteBuffer)
        case streamed(BlobStream)
    }

    private mutating func content(of id: ObjectID) throws(ObjectFault) -> Content {
        do throws(ObjectFault) { return .held(try version(id)) } catch {
            guard error.reason == .tooLarge, let stream = try reader.stream(id) else { throw error }
            return .streamed(stream)
        }
    }

    /// So many bytes of versions are kept.
    private static let mostContents = 64 << 20

    /// A content of the path at hand: read once, as most are compared with one that was just scanned.
    private mutating func version(_ id: ObjectID) throws(ObjectFault) -> ByteBuffer {
        if let known = contents[id] { return known }
        let content = try reader.read(id, .blob)
        if contentSize + content.count > ChangeWorker.mostContents { forgetContents() }
        contentSize += content.count
        contents[id] = content
        return content
    }

    private mutating func forgetContents() {
        contents.removeAll(keepingCapacity: true)
        contentSize = 0
    }

    // MARK: The newest commit

    /// Says of each finding whether its secret stands in the newest version of the file.
    private mutating func compareWithHead(_ version: inout VersionResult, _ id: ObjectID) {
        guard let head else { return }
        let entry = try? reader.entry(at: version.path, below: head)
        version.isHead = entry?.id == id
        let newest = version.isHead ? nil : entry.flatMap { $0.mode.isFile ? try? self.version($0.id) : nil }
        for index in version.result.findings.indices {
            let secret = version.result.findings[index].secret.revealed
            version.result.findings[index].provenance?.isInHead = version.isHead || newest?.holds(secret) == true
        }
    }

    // MARK: Added lines

    /// Keeps the findings that an occurrence adds, and says which.
    /// - Parameter known: the lines that each occurrence adds, if they were looked for before.
    private mutating func filter(
        _ result: inout FileResult, _ file: ChangedFile, _ content: Content, _ known: [AddedLines]?
    ) {
        var kept: [Finding] = []
        let since: [AddedLines?] = known ?? file.occurrences.map { addedLines($0, file.path, content) }
        for finding in result.findings {
            let place = since.firstIndex { $0?.touches(finding.location.bytes) ?? true }
            guard let place = place ?? (wholeFiles ? 0 : nil) else {
                // Of versions that were not scanned nobody knows.
                if !probes { totals.untouched.add(1, ordering: .relaxed) }
                result.pass(over: finding)
                continue
            }
            var finding = finding
            finding.provenance = file.occurrences[place].provenance
            finding.newLines = newLines(beside: finding.location, since[place], content)
            kept.append(finding)
        }
        result.findings = kept
    }

    /// Which of the lines that may hold a marker are added: the secret's first and last, and the one before.
    private func newLines(beside place: Location, _ added: AddedLines?, _ content: Content) -> Set<Int> {
        let all: Set = [place.line - 1, place.line, place.endLine]
        guard let added, case .held(let buffer) = content else { return all }
        let bytes = buffer.bytes
        // Where a newline byte may be half of a character, a change could hide the line that it adds.
        if case .bytes? = TextEncoding.detect(bytes) {} else { return all }
        let start = bytes.lastIndex(of: .newline, from: 0, to: place.bytes.lowerBound).map { $0 + 1 } ?? 0
        let before = start == 0 ? 0 : bytes.lastIndex(of: .newline, from: 0, to: start - 1).map { $0 + 1 } ?? 0
        var new: Set<Int> = []
        if start > 0, added.touches(before..<start) { new.insert(place.line - 1) }
        if added.touches(start..<place.bytes.lowerBound + 1) { new.insert(place.line) }
        if added.touches(place.bytes.upperBound - 1..<place.bytes.upperBound) { new.insert(place.endLine) }
        return new
    }

    /// What each occurrence of a file is compared with. Nil where one of them adds all of it, or where all of it counts.
    private mutating func olderVersions(of file: ChangedFile) -> [[ByteBuffer]]? {
        guard probes, file.occurrences.allSatisfy(\.hasOld) else { return nil }
        let old = file.occurrences.map { versions($0.old) }
        return old.contains { $0.isEmpty } ? nil : old
    }

    /// Those that can be read.
    private mutating func versions(_ ids: [ObjectID?]) -> [ByteBuffer] {
        var old: [ByteBuffer] = []
        for id in ids { if let id, let content = try? version(id) { old.append(content) } }
        return old
    }

    /// Nil where all lines count: in a new file, or where an old one cannot be compared with.
    private mutating func addedLines(
        _ occurrence: ChangedFile.Occurrence, _ path: FilePath, _ content: Content
    ) -> AddedLines? {
        guard case .held(let new) = content else { return nil }
        var old = versions(occurrence.old)
        if old.isEmpty, let origin = origin(of: new, at: path, occurrence.removals) { old = [origin] }
        return old.isEmpty ? nil : AddedLines(in: new, since: old)
    }

    /// Of the files that went, the one that a new file was made of, if at least half of their lines are the same.
    private mutating func origin(of new: ByteBuffer, at path: FilePath, _ removals: [TreeRemoval]) -> ByteBuffer? {
        guard !removals.isEmpty else { return nil }
        // Those with the same name first: most files that move keep it.
        let name = path.lastComponent
        let likely = removals.filter { $0.path.lastComponent.elementsEqual(name) }
        let candidates = likely + removals.prefix(ChangeWorker.mostOrigins)
        var best: (similarity: Double, content: ByteBuffer)?
        let lines = LineCounts(new)
        for removal in candidates.prefix(ChangeWorker.mostOrigins) {
            guard let old = try? version(removal.id), old.count / 4 <= new.count, new.count / 4 <= old.count else {
                continue
            }
            let similarity = lines.similarity(to: counts(of: old, removal.id), atLeast: 0.5)
            if similarity >= 0.5, similarity > best?.similarity ?? 0 { best = (similarity, old) }
        }
        return best?.content
    }

    /// The lines of a file that went; many new files may be compared with it.
    private mutating func counts(of content: ByteBuffer, _ id: ObjectID) -> LineCounts {
        if let known = lineCounts[id] { return known }
        if lineCounts.count >= ChangeWorker.mostOrigins { lineCounts.removeAll(keepingCapacity: true) }
        let counts = LineCounts(content)
        lineCounts[id] = counts
        return counts
    }

    /// A bound on what a change of many new and many removed files costs.
    private static let mostOrigins = 100
}

extension ByteBuffer {
    /// Whether these bytes of a text stand in it, as they are or in UTF-16.
    fileprivate func holds(_ text: [UInt8]) -> Bool {
        let wide = String(decoding: text, as: UTF8.self).utf16
        let forms = [
            text, wide.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] },
            wide.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] },
        ]
        return forms.contains { bytes.contains($0) }
    }
}

extension FileResult {
    /// Says in the explanations why a finding is not reported.
    fileprivate mutating func pass(over finding: Finding) {
        for index in explanations.indices
        where explanations[index].rule == finding.rule && explanations[index].line == finding.location.line
            && explanations[index].column == finding.location.column
        {
            explanations[index].outcome = "on a line that was there before"
        }
    }
}
