extension Range<Int> {
    /// Binary search: the first place for which `isBehind` holds, or the upper bound; it must hold for all places behind that.
    @inlinable
    public func firstPlace(where isBehind: (Int) -> Bool) -> Int {
        var (low, high) = (lowerBound, upperBound)
        while low < high {
            let middle = (low + high) / 2
            if isBehind(middle) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
