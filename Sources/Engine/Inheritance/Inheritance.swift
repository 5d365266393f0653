/// What a text inherits from its base: which lines must be scanned again, which far rules must be tried again, and what is taken over.
///
/// The unit for rules of one line is the line. What is found on a line depends on the line, on a margin of bytes before it, and on what
/// checks read beyond; so a line is taken over if the first two lie in one clean run, and each of its candidates that read further finds
/// all of that in the same run. The unit for far rules is the rule: all of its hits are taken over, or all are tried again.

internal import Bytes

struct Inheritance {
    private let base: BlobMemo
    private let map: CopyMap
    private(set) var regions: LineRegions
    /// Hits of far rules outside of the regions, moved to their places in the text.
    private var farHits: [BlobMemo.FarHit] = []
    private var farRules: [Int32: FarRule] = [:]

    private struct FarRule {
        /// How many hits the base has, and how many of them are in the text, each once and in the same order.
        var expected = 0
        var seen = 0
        var last = -1
        /// Whether its attempts may give something else in the text.
        var isDisturbed = false

        var isKept: Bool { !isDisturbed && seen == expected }
    }

    init(_ base: BlobMemo, _ map: CopyMap, _ program: DeltaProgram, _ text: Span<UInt8>) {
        self.base = base
        self.map = map
        regions = LineRegions()
        for gap in map.gaps {
            regions.add(
                linesOf: gap.lowerBound - program.spill..<gap.upperBound + program.marginBefore, in: text)
        }
        addWatchedLines(text)
        keepFarHits()
    }

    /// Adds the lines with a candidate whose checks read what is not the same any more.
    private mutating func addWatchedLines(_ text: Span<UInt8>) {
        guard !base.watches.isEmpty else { return }
        var cursor = LineRegions.Cursor(regions)
        var changed: [Int] = []
        for run in map.runs {
            for watch in base.watches.within(run.source, \.at) {
                let at = Int(watch.at) + run.shift
                if !cursor.contains(at), !run.holds(watch.extent) { changed.append(at) }
            }
        }
        guard !changed.isEmpty else { return }
        for at in changed { regions.add(linesOf: at..<at + 1, in: text) }
        regions.sort()
    }

    private mutating func keepFarHits() {
        guard !base.farHits.isEmpty else { return }
        for hit in base.farHits { farRules[hit.rule, default: FarRule()].expected += 1 }
        var cursor = LineRegions.Cursor(regions)
        for run in map.runs {
            let slice = base.farHits.within(run.source, \.at)
            for index in slice.indices where !cursor.contains(Int(slice[index].at) + run.shift) {
                let hit = slice[index]
                farRules[hit.rule]?.seen += 1
                if !run.holds(hit.extent) || index <= farRules[hit.rule]?.last ?? index {
                    farRules[hit.rule]?.isDisturbed = true
                }
                farRules[hit.rule]?.last = index
                farHits.append(hit.moved(by: run.shift))
            }
        }
    }

    /// The attempts of far rules that have to be made: all of a rule's, in the order of the prefilter, where one may differ.
    /// - Parameter new: the hits in the regions.
    mutating func farAttempts(with new: [FarAttempt], _ program: DeltaProgram) -> [FarAttempt] {
        for attempt in new { farRules[Int32(attempt.rule), default: FarRule()].isDisturbed = true }
        var attempts = new
        for hit in farHits where farRules[hit.rule]?.isKept == false {
            attempts.append(
                FarAttempt(rule: Int(hit.rule), hit: AnchorHit(position: Int(hit.at), anchor: Int(hit.anchor))))
        }
        if attempts.count > new.count {
            attempts.sort { program.scan.prefilter.gives($0.hit, before: $1.hit) }
        }
        return attempts
    }

    /// Adds what is taken over to what was found in the regions.
    func bequeath(to recorder: inout CandidateRecorder) {
        var inRegions = LineRegions.Cursor(regions)
        for run in map.runs {
            for candidate in base.candidates.within(run.source, \.at) {
                let isLost = farRules[candidate.rule].map { !$0.isKept } ?? false
                if !inRegions.contains(Int(candidate.at) + run.shift), !isLost {
                    recorder.candidates.append(candidate.moved(by: run.shift))
                }
            }
        }
        inRegions = LineRegions.Cursor(regions)
        for run in map.runs {
            for watch in base.watches.within(run.source, \.at)
            where !inRegions.contains(Int(watch.at) + run.shift) {
                recorder.watches.append(watch.moved(by: run.shift))
            }
        }
        for hit in farHits where farRules[hit.rule]?.isKept == true { recorder.farHits.append(hit) }
    }
}

extension Array {
    /// The elements whose offset lies in `range`; the array is ordered by it.
    fileprivate func within(_ range: Range<Int>, _ offset: (Element) -> Int32) -> ArraySlice<Element> {
        if isEmpty { return [] }
        func firstIndex(from bound: Int) -> Int {
            var (low, high) = (0, count)
            while low < high {
                let middle = (low + high) / 2
                if Int(offset(self[middle])) < bound { low = middle + 1 } else { high = middle }
            }
            return low
        }
        return self[firstIndex(from: range.lowerBound)..<firstIndex(from: range.upperBound)]
    }
}

extension BlobMemo.Remembered {
    fileprivate func moved(by shift: Int) -> Self {
        let by = Int32(shift)
        return Self(at: at + by, lower: lower + by, upper: upper + by, rule: rule, accepted: accepted)
    }
}

extension BlobMemo.Watch {
    fileprivate func moved(by shift: Int) -> Self {
        let by = Int32(shift)
        return Self(at: at + by, lower: lower + by, upper: upper + by)
    }
}

extension BlobMemo.FarHit {
    fileprivate func moved(by shift: Int) -> Self {
        let by = Int32(shift)
        return Self(at: at + by, lower: lower + by, upper: upper + by, rule: rule, anchor: anchor)
    }
}
