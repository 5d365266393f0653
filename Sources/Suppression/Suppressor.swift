/// Decides for each finding whether it counts. Pure: what it was given (markers on the finding, an ignore list, a baseline, the day, the
/// change) is all it goes by, so that `scan`, `staged` and `diff` can feed it from a work tree, the index or a commit.
///
/// Asked in this order: entries by fingerprint, the baseline (both accept one value), markers, entries by rule and paths. The first that
/// holds decides; all that hold count as used.

public import Findings

public struct Suppressor: Sendable {
    /// Entries of an ignore file with where they come from.
    private struct Sourced: Sendable {
        let list: IgnoreList
        let entry: IgnoreEntry
        let isNew: Bool
    }

    private let entries: [Sourced]
    /// Which entries may accept a finding with this fingerprint, secret id or rule, in the order of the file.
    private let candidates: [String: [Int]]
    public let baseline: Baseline
    private let foreignMarkers: [ForeignMarker]
    private let policy: NewSuppressionPolicy
    private let usesMarkers: Bool
    private let exists: @Sendable ([UInt8]) -> Bool
    /// Entries that count as absent, as `FILE:LINE: …`.
    public let expired: [String]

    /// - Parameters:
    ///   - ignore: the list that is trusted: BASE's, the index's or the work tree's.
    ///   - proposed: the list as the change leaves it: what is in it and not in `ignore` is new. nil where nothing is judged.
    ///   - usesMarkers: false takes markers for ordinary text.
    ///   - exists: whether a path, relative to the tree's root, is there in the tree that is scanned.
    public init(
        ignore: IgnoreList = IgnoreList(), proposed: IgnoreList? = nil, baseline: Baseline = Baseline(),
        foreignMarkers: [ForeignMarker] = [], policy: NewSuppressionPolicy = .judge, usesMarkers: Bool = true,
        today: CalendarDate, exists: @escaping @Sendable ([UInt8]) -> Bool
    ) {
        var sourced = ignore.entries.map { Sourced(list: ignore, entry: $0, isNew: false) }
        if let proposed {
            let new = proposed.entries.filter { entry in !ignore.entries.contains { $0.acceptsSame(as: entry) } }
            sourced += new.map { Sourced(list: proposed, entry: $0, isNew: true) }
        }
        entries = sourced.filter { !$0.entry.isExpired(on: today) }
        candidates = Suppressor.index(entries.map(\.entry))
        expired = sourced.filter { $0.entry.isExpired(on: today) }.map { old in
            "\(old.list.place(of: old.entry)): expired on \(old.entry.expires.map(\.description) ?? "")"
        }
        self.baseline = baseline
        self.foreignMarkers = foreignMarkers
        self.policy = policy
        self.usesMarkers = usesMarkers
        self.exists = exists
    }

    private static func index(_ entries: [IgnoreEntry]) -> [String: [Int]] {
        var index: [String: [Int]] = [:]
        for (number, entry) in entries.enumerated() {
            switch entry.target {
            case .fingerprint(let fingerprint, _, _, let value):
                for key in Set([fingerprint.text, value?.text].compactMap(\.self)) {
                    index[key, default: []].append(number)
                }
            case .paths(let rule, _, _): index[rule, default: []].append(number)
            }
        }
        return index
    }

    /// What was decided about one finding.
    public struct Verdict: Sendable {
        /// nil: the finding counts.
        public var record: SuppressionRecord?
        public var notes: [String] = []
        public var used: [SuppressionKey] = []
    }

    /// - Parameters:
    ///   - path: where the finding stands, relative to the tree's root; nil outside of the tree: then only markers count.
    ///   - change: what is being judged; nil where a tree is scanned as it stands.
    public func judge(_ finding: Finding, path: [UInt8]?, change: JudgedChange? = nil) -> Verdict {
        var verdict = Verdict()
        if let path {
            judgeEntries([finding.fingerprint.text, finding.secretID.text], finding, path, change, &verdict)
            if let index = baseline.match(rule: finding.rule, path: path, secretID: finding.secretID, exists: exists) {
                verdict.used.append(.baseline(index))
                accept(
                    SuppressionRecord(
                        means: .baseline, place: baseline.place(of: index), reason: "accepted in the baseline"),
                    &verdict)
            }
        }
        if usesMarkers { judgeMarkers(finding, change, &verdict) }
        if let path { judgeEntries([finding.rule], finding, path, change, &verdict) }
        return verdict
    }

    private func accept(_ record: SuppressionRecord, _ verdict: inout Verdict) {
        if verdict.record == nil { verdict.record = record }
    }

    // MARK: Entries

    /// - Parameter keys: what the entries in question are filed under.
    private func judgeEntries(
        _ keys: [String], _ finding: Finding, _ path: [UInt8], _ change: JudgedChange?, _ verdict: inout Verdict
    ) {
        guard !candidates.isEmpty else { return }
        for number in Set(keys.flatMap { candidates[$0] ?? [] }).sorted() {
            let sourced = entries[number]
            guard sourced.entry.accepts(finding, path: path, exists: exists) else { continue }
            let place = sourced.list.place(of: sourced.entry)
            verdict.used.append(.entry(place))
            if sourced.isNew, let refusal = refusal(of: finding) {
                verdict.notes.append("the entry \(place) is new in this change and does not count: \(refusal)")
                continue
            }
            var review: String?
            if sourced.isNew {
                review = "the entry is new in this change"
            } else if change != nil, case .paths = sourced.entry.target {
                review = "the value is new under an entry for paths"
            }
            accept(
                SuppressionRecord(
                    means: .ignoreFile, place: place, reason: sourced.entry.reason, author: sourced.entry.author,
                    review: review), &verdict)
        }
    }

    // MARK: Markers

    private func judgeMarkers(_ finding: Finding, _ change: JudgedChange?, _ verdict: inout Verdict) {
        guard !finding.markers.isEmpty else { return }
        let (first, last) = (finding.location.line, finding.location.endLine)
        for (text, line) in [(finding.markers.before, first), (finding.markers.after, last)] {
            guard let text else { continue }
            for marker in InlineMarker.all(in: text.bytes) where !marker.isForNextLine {
                judge(marker, on: line, finding, change, &verdict)
            }
            judgeForeign(text.bytes, isLineBefore: false, on: line, finding, change, &verdict)
        }
        guard let above = finding.markers.lineBefore else { return }
        for marker in InlineMarker.all(in: above.bytes) where marker.isForNextLine || above.standsAlone {
            judge(marker, on: first - 1, finding, change, &verdict)
        }
        judgeForeign(above.bytes, isLineBefore: true, on: first - 1, finding, change, &verdict)
    }

    private func judge(
        _ marker: InlineMarker, on line: Int, _ finding: Finding, _ change: JudgedChange?, _ verdict: inout Verdict
    ) {
        if let fault = marker.fault {
            verdict.used.append(.marker(line: line))
            verdict.notes.append("the marker on line \(line) does not count: \(fault)")
            return
        }
        guard let scope = marker.scopes.first(where: { $0.rule == finding.rule }) else {
            verdict.notes.append("the marker on line \(line) is for another rule; this one is \(finding.rule)")
            return
        }
        verdict.used.append(.marker(line: line))
        let tag = ValueTag.of(finding.secretID)
        if let accepted = scope.tag, accepted != tag {
            verdict.notes.append(
                "the marker on line \(line) accepts another value (tag \(accepted)); this one's is \(tag)")
            return
        }
        accept(marker: marker.reason, on: line, finding, change, &verdict)
    }

    /// Markers of other scanners name no rule and give no reason; they count on their own line.
    private func judgeForeign(
        _ text: [UInt8], isLineBefore: Bool, on line: Int, _ finding: Finding, _ change: JudgedChange?,
        _ verdict: inout Verdict
    ) {
        let text = String(decoding: text, as: UTF8.self)
        for kind in ForeignMarker.allCases {
            guard let spelling = isLineBefore ? kind.spellingForNextLine : kind.spelling, text.contains(spelling) else {
                continue
            }
            guard foreignMarkers.contains(kind) else {
                verdict.notes.append(
                    "'\(spelling)' on line \(line) does not count; `foreign-markers: [\(kind.rawValue)]` in the configuration makes it"
                )
                continue
            }
            accept(marker: "marked with \(spelling)", on: line, finding, change, &verdict)
        }
    }

    private func accept(
        marker reason: String, on line: Int, _ finding: Finding, _ change: JudgedChange?, _ verdict: inout Verdict
    ) {
        let isNew = change?.isNewLine(line) ?? false
        if isNew, let refusal = refusal(of: finding) {
            verdict.notes.append("the marker on line \(line) is new in this change and does not count: \(refusal)")
            return
        }
        let review =
            change == nil
            ? nil : isNew ? "the marker is new in this change" : "the value under the marker is new in this change"
        accept(
            SuppressionRecord(means: .marker, place: "line \(line)", reason: reason, review: review), &verdict)
    }

    /// Why a suppression that the change brings may not hide this finding; nil where it may.
    private func refusal(of finding: Finding) -> String? {
        switch policy {
        case .allow: nil
        case .deny: "new-markers: deny"
        case .judge:
            finding.confidence >= .high
                ? "a change cannot accept its own finding of \(finding.confidence.rawValue) confidence" : nil
        }
    }

    // MARK: What was never used

    /// Entries of the ignore file and the baseline that matched nothing, as `FILE:LINE: …`, in their order.
    public func stale(used: Set<SuppressionKey>) -> [String] {
        let unused = entries.filter { !used.contains(.entry($0.list.place(of: $0.entry))) }
            .map { "\($0.list.place(of: $0.entry)): matches nothing: \($0.entry.summary)" }
        let lines = (0..<baseline.count).filter { !used.contains(.baseline($0)) }.map { index in
            let entry = baseline.entry(at: index)
            return
                "\(baseline.place(of: index)): matches nothing: \(entry.rule) in \(String(decoding: entry.path, as: UTF8.self))"
        }
        return unused + lines
    }
}

/// Names a suppression, so that those that were never used can be told.
public enum SuppressionKey: Sendable, Hashable {
    /// `FILE:LINE` of an ignore entry.
    case entry(String)
    case baseline(Int)
    /// In the file of the finding.
    case marker(line: Int)
}

extension IgnoreEntry {
    /// What it accepts, in few words.
    public var summary: String {
        switch target {
        case .fingerprint(let fingerprint, let rule, let path, _):
            let place = path.map { " in \(String(decoding: $0, as: UTF8.self))" } ?? ""
            return "\(rule ?? "any rule")\(place), \(fingerprint)"
        case .paths(let rule, let glob, _): return "\(rule) in \(glob)"
        }
    }
}
