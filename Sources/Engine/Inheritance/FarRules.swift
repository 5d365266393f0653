/// Which attempts of far rules are taken over from a base, and which are made again.
///
/// The hits of a rule fall apart into *clusters*: between them lies so much that none can decide which starts of a match the next one
/// tries. A rule that matched nowhere in the base is taken over cluster by cluster: one that stands in the text as it stood there, with all
/// that its attempts depended on and no other hit among it, would match nothing again. Where a rule matched, two hits may give the
/// same secret, and the first has it: then all of its hits are taken over, or all are tried again.

internal import Bytes

struct FarRules {
    /// A hit of the base that stands in the text, moved to its place, outside of the lines that are scanned again.
    private struct Kept {
        let hit: BlobMemo.FarHit
        /// Counts the hits of the base.
        let number: Int32
        let shift: Int32
        /// Whether all that its attempt depended on was copied with it.
        let isSame: Bool
        /// Of the text's clusters.
        var cluster: Int32 = 0
        var isTakenOver = false
    }

    /// Hits of one rule that may depend on each other, in the text.
    private struct Cluster {
        /// Of the base's clusters, and how far its hits were moved.
        let origin: Int32
        let shift: Int32
        var count: Int32
        var isSame: Bool
    }

    /// What is known of a rule.
    private struct State {
        /// Where its last hit stands, and in which cluster: first in the base, then in the text.
        var last = -1
        var cluster: Int32 = -1
        /// How many hits the base has.
        var expected: Int32 = 0
        /// Whether one of them matched.
        var hasMatched = false
        /// How many of them were seen in the text, and which was the last.
        var seen: Int32 = 0
        var lastNumber: Int32 = -1
        /// Whether the text has other hits, or such as may do something else.
        var isDisturbed = false
        /// Whether some of its hits, but not all, are taken over.
        var isPartial = false
        /// Whether it turned out that all must be tried again.
        var isTriedAgain = false
    }

    private var states: [State]
    /// The rules whose state is not fresh.
    private var touched: [Int] = []
    private var kept: [Kept] = []
    /// Of each hit of the base the cluster, and of each cluster how many hits it has.
    private var clusterOfHit: [Int32] = []
    private var clusterSizes: [Int32] = []
    private var clusters: [Cluster] = []

    init(ruleCount: Int) { states = Array(repeating: State(), count: ruleCount) }

    // MARK: Looking

    /// Begins with the hits of a base, ordered by where they stand.
    mutating func begin(_ base: [BlobMemo.FarHit], _ program: DeltaProgram) {
        for rule in touched { states[rule] = State() }
        touched.removeAll(keepingCapacity: true)
        kept.removeAll(keepingCapacity: true)
        clusterOfHit.removeAll(keepingCapacity: true)
        clusterSizes.removeAll(keepingCapacity: true)
        for hit in base {
            let rule = Int(hit.rule)
            let at = Int(hit.at)
            if states[rule].cluster < 0 { touched.append(rule) }
            if states[rule].cluster < 0 || at - states[rule].last > program.clusterReach[rule] {
                states[rule].cluster = Int32(clusterSizes.count)
                clusterSizes.append(0)
            }
            states[rule].last = at
            states[rule].expected += 1
            if hit.hasMatched { states[rule].hasMatched = true }
            clusterSizes[Int(states[rule].cluster)] += 1
            clusterOfHit.append(states[rule].cluster)
        }
    }

    /// A hit of the base stands in the text, where no line is scanned again. They come in the order of the text.
    mutating func see(_ hit: BlobMemo.FarHit, number: Int, in run: CopyMap.Run) {
        let rule = Int(hit.rule)
        let isSame = run.holds(hit.extent)
        kept.append(
            Kept(hit: hit.moved(by: run.shift), number: Int32(number), shift: Int32(run.shift), isSame: isSame))
        states[rule].seen += 1
        if !isSame || number <= states[rule].lastNumber { states[rule].isDisturbed = true }
        states[rule].lastNumber = Int32(number)
    }

    /// The attempts that have to be made, in the order of the prefilter.
    /// - Parameter new: the hits in the lines that are scanned again.
    mutating func attempts(with new: [FarAttempt], _ program: DeltaProgram) -> [FarAttempt] {
        guard !kept.isEmpty else { return new }
        join(new, program)
        var attempts = new
        for place in kept.indices {
            let rule = Int(kept[place].hit.rule)
            let isTakenOver = states[rule].hasMatched ? keepsAll(rule) : isWhole(kept[place])
            kept[place].isTakenOver = isTakenOver
            if !isTakenOver {
                attempts.append(kept[place].hit.attempt)
            } else if !states[rule].hasMatched {
                states[rule].isPartial = true
            }
        }
        if attempts.count > new.count { attempts.sort { program.scan.prefilter.gives($0.hit, before: $1.hit) } }
        return attempts
    }

    /// Gives every hit of the text its cluster.
    private mutating func join(_ new: [FarAttempt], _ program: DeltaProgram) {
        clusters.removeAll(keepingCapacity: true)
        for rule in touched { (states[rule].last, states[rule].cluster) = (-1, -1) }
        let new = new.sorted { $0.hit.position < $1.hit.position }
        var next = 0
        for place in kept.indices {
            let at = Int(kept[place].hit.at)
            while next < new.count, new[next].hit.position < at {
                add(new[next], program)
                next += 1
            }
            let (hit, rule) = (kept[place], Int(kept[place].hit.rule))
            let origin = clusterOfHit[Int(hit.number)]
            if let cluster = cluster(of: rule, at: at, program) {
                if clusters[cluster].origin != origin || clusters[cluster].shift != hit.shift || !hit.isSame {
                    clusters[cluster].isSame = false
                }
                clusters[cluster].count += 1
            } else {
                states[rule].cluster = Int32(clusters.count)
                clusters.append(Cluster(origin: origin, shift: hit.shift, count: 1, isSame: hit.isSame))
            }
            states[rule].last = at
            kept[place].cluster = states[rule].cluster
        }
        while next < new.count {
            add(new[next], program)
            next += 1
        }
    }

    /// The text has a hit that is not the base's.
    private mutating func add(_ attempt: FarAttempt, _ program: DeltaProgram) {
        let (rule, at) = (attempt.rule, attempt.hit.position)
        if states[rule].cluster < 0, states[rule].expected == 0 { touched.append(rule) }
        states[rule].isDisturbed = true
        if let cluster = cluster(of: rule, at: at, program) {
            clusters[cluster].isSame = false
        } else {
            states[rule].cluster = Int32(clusters.count)
            clusters.append(Cluster(origin: -1, shift: 0, count: 0, isSame: false))
        }
        states[rule].last = at
    }

    /// The cluster that goes on at `at`; nil where another begins.
    private func cluster(of rule: Int, at: Int, _ program: DeltaProgram) -> Int? {
        states[rule].cluster >= 0 && at - states[rule].last <= program.clusterReach[rule]
            ? Int(states[rule].cluster) : nil
    }

    private func isWhole(_ hit: Kept) -> Bool {
        let cluster = clusters[Int(hit.cluster)]
        return cluster.isSame && cluster.count == clusterSizes[Int(cluster.origin)]
    }

    // MARK: What is taken over

    /// Whether some of a rule's hits, but not all, are taken over. Then a match elsewhere changes that (`tryAgain`).
    func isPartial(_ rule: Int) -> Bool { states[rule].isPartial && !states[rule].isTriedAgain }

    /// Whether all that the base has of a rule is taken over: always, for a rule without hits of its own.
    func keepsAll(_ rule: Int) -> Bool {
        !states[rule].isDisturbed && states[rule].seen == states[rule].expected && !states[rule].isTriedAgain
    }

    /// A rule of which a part was taken over matched somewhere.
    /// - Returns: the attempts at all of its hits.
    mutating func tryAgain(_ rule: Int, with new: [FarAttempt], _ program: DeltaProgram) -> [FarAttempt] {
        states[rule].isTriedAgain = true
        var attempts = new.filter { $0.rule == rule }
        for place in kept.indices where kept[place].hit.rule == Int32(rule) {
            kept[place].isTakenOver = false
            attempts.append(kept[place].hit.attempt)
        }
        attempts.sort { program.scan.prefilter.gives($0.hit, before: $1.hit) }
        return attempts
    }

    func bequeath(to hits: inout [BlobMemo.FarHit]) {
        hits.reserveCapacity(hits.count + kept.count)
        for place in kept.indices where kept[place].isTakenOver { hits.append(kept[place].hit) }
    }
}

extension BlobMemo.FarHit {
    fileprivate func moved(by shift: Int) -> Self {
        var moved = self
        moved.at += Int32(shift)
        return moved
    }

    fileprivate var attempt: FarAttempt {
        FarAttempt(rule: Int(rule), hit: AnchorHit(position: Int(at), anchor: Int(anchor)))
    }
}
