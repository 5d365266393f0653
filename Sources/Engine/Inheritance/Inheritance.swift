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

    init(_ base: BlobMemo, _ map: CopyMap, _ program: DeltaProgram, _ text: Span<UInt8>) {
        self.base = base
        self.map = map
        regions = LineRegions()
        for gap in map.gaps {
            regions.add(
                linesOf: gap.lowerBound - program.spill..<gap.upperBound + program.marginBefore, in: text)
        }
        addWatchedLines(text)
    }

    /// Adds the lines with a candidate whose checks read what is not the same any more.
    private mutating func addWatchedLines(_ text: Span<UInt8>) {
        guard !base.watches.isEmpty else { return }
        var cursor = LineRegions.Cursor(regions)
        var changed = LineRegions()
        for run in map.runs {
            for watch in base.watches.within(run.source, { Int($0.at) }) {
                let at = Int(watch.at) + run.shift
                if !cursor.contains(at), !run.holds(watch.extent) { changed.add(linesOf: at..<at + 1, in: text) }
            }
        }
        if !changed.ranges.isEmpty { regions.join(changed) }
    }

    /// Tells which hits of far rules stand outside of the regions.
    func look(for farRules: inout FarRules, _ program: DeltaProgram) {
        farRules.begin(base.farHits, program)
        guard !base.farHits.isEmpty else { return }
        var cursor = LineRegions.Cursor(regions)
        for run in map.runs {
            let slice = base.farHits.within(run.source, { Int($0.at) })
            for index in slice.indices where !cursor.contains(Int(slice[index].at) + run.shift) {
                farRules.see(slice[index], number: index, in: run)
            }
        }
    }

    /// Adds what is taken over to what was found in the regions.
    func bequeath(_ farRules: FarRules, to recorder: inout CandidateRecorder) {
        if !base.candidates.isEmpty {
            var inRegions = LineRegions.Cursor(regions)
            for run in map.runs {
                for candidate in base.candidates.within(run.source, { $0.at }) {
                    if !inRegions.contains(candidate.at + run.shift), farRules.keepsAll(Int(candidate.rule)) {
                        recorder.candidates.append(candidate.moved(by: run.shift))
                    }
                }
            }
        }
        if !base.watches.isEmpty {
            var inRegions = LineRegions.Cursor(regions)
            for run in map.runs {
                for watch in base.watches.within(run.source, { Int($0.at) })
                where !inRegions.contains(Int(watch.at) + run.shift) {
                    recorder.watches.append(watch.moved(by: run.shift))
                }
            }
        }
        farRules.bequeath(to: &recorder.farHits)
    }
}

extension Array {
    /// The elements whose offset lies in `range`; the array is ordered by it.
    fileprivate func within(_ range: Range<Int>, _ offset: (Element) -> Int) -> ArraySlice<Element> {
        if isEmpty { return [] }
        func firstIndex(from bound: Int) -> Int {
            var (low, high) = (0, count)
            while low < high {
                let middle = (low + high) / 2
                if offset(self[middle]) < bound { low = middle + 1 } else { high = middle }
            }
            return low
        }
        return self[firstIndex(from: range.lowerBound)..<firstIndex(from: range.upperBound)]
    }
}

extension BlobMemo.Remembered {
    fileprivate func moved(by shift: Int) -> Self {
        var moved = self
        moved.at += shift
        return moved
    }
}

extension BlobMemo.Watch {
    fileprivate func moved(by shift: Int) -> Self {
        let by = Int32(shift)
        return Self(at: at + by, lower: lower + by, upper: upper + by)
    }
}
