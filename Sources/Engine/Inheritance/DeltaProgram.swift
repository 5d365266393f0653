/// A scan's rules with what scanning from deltas needs to know of them. Made once, shared by all workers, immutable.

public import Bytes
internal import Findings
internal import Patterns
internal import Rules

public final class DeltaProgram: Sendable {
    let scan: ScanProgram
    let groups: PathGroups
    private let kinds: [Set<FileKind>]
    /// Whether a rule's hits are inherited or tried again all together: its windows cross lines, or its hits may come in another order
    /// than their lines.
    let isFar: [Bool]
    /// Of each rule: two hits that stand further apart than this do not matter to each other as long as neither matches. A hit decides
    /// which starts the next one tries, as far as these lie before it; and hits come in the order of their grams. Bytes.
    let clusterReach: [Int]
    /// Rules without anchors whose windows cross lines: no text they look at is inherited from.
    private let farUnanchored: [Int]
    /// How many bytes before its line a one-line attempt may depend on: the longest look-behind, the byte PCRE2 may read before
    /// that, and one more that says whether the text begins there.
    let marginBefore: Int
    /// How many bytes past a line end an anchor that starts on the line may reach.
    let spill: Int
    /// How far an anchor reaches, and how far into it the prefilter's gram may stand. Bytes.
    let longestAnchor: Int
    let deepestGram: Int

    public init(_ program: ScanProgram) {
        scan = program
        let rules = program.rules.all
        groups = PathGroups(rules)
        kinds = rules.map { Set($0.files) }
        let anchors = AnchorReach(program.rules.prefilter)
        (spill, longestAnchor, deepestGram) = (max(1, anchors.spill), anchors.longest, anchors.deepestGram)
        isFar = rules.enumerated().map { $1.window.manyLines || anchors.disordered.contains($0) }
        clusterReach = rules.map { $0.lead + anchors.deepestGram }
        farUnanchored = program.rules.unanchored.filter { rules[$0].window.manyLines }
        var longest = 0
        for (rule, isFar) in zip(rules, isFar) where !isFar {
            guard let pattern = try? Pattern(rule.pattern, jit: false) else {
                preconditionFailure("rule \(rule.id) was not linted")
            }
            longest = max(longest, pattern.lookbehind)
        }
        marginBefore = longest + 2
    }

    /// The key that a file of this name is scanned under.
    /// - Parameter path: a whole path, or its last component: the directories are not asked.
    public func key(of path: FilePath) -> ScanKey { groups.key(of: path) }

    /// Whether a rule is tried under a key.
    func applies(_ index: Int, under key: ScanKey) -> Bool {
        (kinds[index].isEmpty || kinds[index].contains(key.kind)) && groups.mayApply(index, under: key)
    }

    /// Whether a text may be inherited from at all.
    func isInheritable(under key: ScanKey) -> Bool { !farUnanchored.contains { applies($0, under: key) } }
}

/// How far anchors reach.
private struct AnchorReach {
    var spill = 0
    var longest = 1
    var deepestGram = 0
    /// Rules with an anchor that may hold a line end before its gram: the prefilter orders hits by gram, so such a hit may come after
    /// one on the next line.
    var disordered: Set<Int> = []

    init(_ table: PrefilterTable) {
        let words = table.classWords
        let classes = stride(from: 0, to: words.count, by: 4).map {
            ByteSet(words64: (words[$0], words[$0 + 1], words[$0 + 2], words[$0 + 3]))
        }
        for anchor in table.gramOffsets.indices {
            let elements = table.elements[Int(table.elementStarts[anchor])..<Int(table.elementStarts[anchor + 1])]
            let gram = Int(table.gramOffsets[anchor])
            longest = max(longest, elements.count)
            deepestGram = max(deepestGram, gram)
            let lineEnd = elements.firstIndex { element in
                element < 256 ? element == UInt16(UInt8.newline) : classes[Int(element) - 256].contains(.newline)
            }
            guard let lineEnd else { continue }
            spill = max(spill, elements.endIndex - lineEnd - 1)
            if lineEnd - elements.startIndex < gram {
                let rules = table.rules[Int(table.ruleStarts[anchor])..<Int(table.ruleStarts[anchor + 1])]
                disordered.formUnion(rules.map { Int($0) })
            }
        }
    }
}
