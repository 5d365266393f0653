// Where a scan's time goes, as Markdown: `lapwing-bench PATH…`. Benchmarks/README.md says what the numbers mean.

import BuiltinRules
import Bytes
import Engine
import Rules

let rounds = 5
let seeds: [UInt64] = [1, 2, 3]

if let walk = WalkProbe(arguments: Array(CommandLine.arguments.dropFirst())) {
    walk.print()
    ProcessContext.exit(0)
}

let onlyDeltas = CommandLine.arguments.dropFirst().first == "--deltas"
let paths = Array(CommandLine.arguments.dropFirst(onlyDeltas ? 2 : 1))
guard !paths.isEmpty, let corpus = try? Corpus(paths: paths), corpus.byteCount > 0 else {
    print("usage: lapwing-bench [--deltas] PATH… (with text files in them)")
    print("       lapwing-bench --walk OBJECTS [THREADS [MEGABYTES]] (an object directory: .git/objects)")
    ProcessContext.exit(2)
}

if onlyDeltas {
    DeltaProbe(corpus.texts, ScanProgram(BuiltinRules.all)).print()
    ProcessContext.exit(0)
}

let probes = Probes(texts: corpus.texts)
let rules = BuiltinRules.all
let grams = GramTable(words: rules.prefilter.gramWords)
let prefilter = Prefilter(rules.prefilter)
let program = ScanProgram(rules)
let anchored = ScanProgram(RuleSet((0..<rules.count).filter { !rules.unanchored.contains($0) }.map { rules[$0] }))
let doubled = seeds.map { seed in
    rules.joined(with: SyntheticRules.like(rules, letters: LetterChain(corpus.texts, seed: seed)))
}

/// What the works counted, by name.
var counts: [String: Int] = [:]
var contest = Contest()
contest.enter("read") { corpus.readAgain() }
contest.enter("grams") { counts["grams"] = probes.grams(grams, portable: false) }
contest.enter("portable grams") { counts["portable grams"] = probes.grams(grams, portable: true) }
contest.enter("prefilter") { counts["prefilter"] = probes.anchors(prefilter) }
contest.enter("match anchored") { counts["match anchored"] = probes.findings(anchored, judging: false) }
contest.enter("match") { counts["match"] = probes.findings(program, judging: false) }
contest.enter("scan") { counts["scan"] = probes.findings(program, judging: true) }
for (seed, rules) in zip(seeds, doubled) {
    let (prefilter, program) = (Prefilter(rules.prefilter), ScanProgram(rules))
    contest.enter("prefilter \(seed)") { counts["prefilter \(seed)"] = probes.anchors(prefilter) }
    contest.enter("scan \(seed)") { counts["scan \(seed)"] = probes.findings(program, judging: true) }
}
contest.enter("start") { counts["start"] = ScanProgram(BuiltinRules.all).rules.count }

let seconds = contest.run(rounds: rounds)
StageReport(
    seconds: seconds, counts: counts, files: corpus.texts.count, bytes: corpus.byteCount, rules: rules,
    doubled: Array(zip(seeds, doubled))
).print()
