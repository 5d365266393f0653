internal import Bytes

/// The copies between a base and a text, joined to clean runs: as long as they are contiguous in both.
struct CopyMap {
    struct Run {
        /// In the base.
        let source: Range<Int>
        /// What is added to an offset of the base to have the one in the text.
        let shift: Int
        /// Everything that is the same around each byte of the run: the run, and what lies beyond an end of the base where the run
        /// reaches that end in both (nothing lies there, in both).
        let same: Range<Int>

        var target: Range<Int> { source.lowerBound + shift..<source.upperBound + shift }

        func holds(_ extent: Range<Int>) -> Bool {
            same.lowerBound <= extent.lowerBound && extent.upperBound <= same.upperBound
        }
    }

    /// In the order of the text.
    let runs: [Run]
    private let count: Int

    /// Nil where the runs overlap, go backwards or lie outside of the base or the text.
    init?(_ copies: [CopyRun], baseCount: Int, count: Int) {
        var runs: [Run] = []
        var (source, target) = (0..<0, 0..<0)
        func close() {
            guard !source.isEmpty else { return }
            let startsBoth = source.lowerBound == 0 && target.lowerBound == 0
            let endsBoth = source.upperBound == baseCount && target.upperBound == count
            runs.append(
                Run(
                    source: source, shift: target.lowerBound - source.lowerBound,
                    same: (startsBoth ? Int.min : source.lowerBound)..<(endsBoth ? Int.max : source.upperBound)))
        }
        for copy in copies where copy.count != 0 {
            guard copy.count > 0, copy.source >= 0, copy.source <= baseCount, copy.count <= baseCount - copy.source,
                copy.target >= target.upperBound, copy.target <= count, copy.count <= count - copy.target
            else { return nil }
            let isNext = copy.source == source.upperBound && copy.target == target.upperBound && !source.isEmpty
            if !isNext {
                close()
                (source, target) = (copy.source..<copy.source, copy.target..<copy.target)
            }
            source = source.lowerBound..<copy.source + copy.count
            target = target.lowerBound..<copy.target + copy.count
        }
        close()
        self.runs = runs
        self.count = count
    }

    /// The stretches of the text between clean runs, in order; empty ones are seams. The ends of the text count where a run does not
    /// reach them in both.
    var gaps: [Range<Int>] {
        var gaps: [Range<Int>] = []
        var end = 0
        for (index, run) in runs.enumerated() {
            if index > 0 || run.same.lowerBound != Int.min { gaps.append(end..<run.target.lowerBound) }
            end = run.target.upperBound
        }
        if runs.last?.same.upperBound != Int.max { gaps.append(end..<count) }
        return gaps
    }
}
