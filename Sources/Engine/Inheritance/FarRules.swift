/// Which far rules of a base keep all of their hits in a text: each once, in the same order, with all around it that its attempt depended
/// on, and with no new one among them. Few rules have hits in a text, so they are looked up in turn.
struct FarRules {
    private struct Entry {
        let rule: Int32
        /// How many hits the base has, and how many of them were seen in the text.
        var expected = 0
        var seen = 0
        var last = -1
        var isDisturbed = false
    }

    private var entries: [Entry] = []

    private mutating func index(of rule: Int32) -> Int {
        if let known = entries.firstIndex(where: { $0.rule == rule }) { return known }
        entries.append(Entry(rule: rule))
        return entries.count - 1
    }

    /// Counts a hit of the base. All are counted before any is seen.
    mutating func expect(_ rule: Int32) { entries[index(of: rule)].expected += 1 }

    /// A hit stands in the text, where no line is scanned again.
    /// - Parameters:
    ///   - number: counts the hits of the base.
    ///   - isSame: whether all that its attempt depended on was copied with it.
    mutating func see(_ rule: Int32, _ number: Int, isSame: Bool) {
        let index = index(of: rule)
        entries[index].seen += 1
        if !isSame || number <= entries[index].last { entries[index].isDisturbed = true }
        entries[index].last = number
    }

    /// The text has a hit that is not the base's.
    mutating func disturb(_ rule: Int32) { entries[index(of: rule)].isDisturbed = true }

    /// Whether what the base has of the rule is taken over: always, for a rule that is not far.
    func keeps(_ rule: Int32) -> Bool {
        guard let entry = entries.first(where: { $0.rule == rule }) else { return true }
        return !entry.isDisturbed && entry.seen == entry.expected
    }
}
