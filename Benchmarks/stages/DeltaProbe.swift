import Bytes
import Engine
import Findings
import Rules

/// What a chain of small edits costs: every text gets twenty versions, each of which changes up to three lines of the one before.
/// Prints what scanning each version whole costs, and what it costs from the copies.
struct DeltaProbe {
    private struct Version {
        let text: [UInt8]
        let copies: [CopyRun]
        let new: Int
    }

    private struct Chain {
        let label: BlobLabel
        let first: [UInt8]
        let versions: [Version]
    }

    private let chains: [Chain]
    private let program: DeltaProgram

    init(_ texts: [Text], _ program: ScanProgram) {
        self.program = DeltaProgram(program)
        var noise = Dice(state: 1)
        var chains: [Chain] = []
        var size = 0
        for text in texts where text.bytes.count > 2_000 && size < 20 << 20 {
            var (base, versions) = (text.bytes, [Version]())
            for _ in 0..<20 {
                let version = DeltaProbe.edited(base, &noise)
                versions.append(version)
                base = version.text
            }
            chains.append(Chain(label: text.label, first: text.bytes, versions: versions))
            size += text.bytes.count
        }
        self.chains = chains
    }

    /// Copies lines to other places, as edits of source text are made of source text.
    private static func edited(_ base: [UInt8], _ noise: inout Dice) -> Version {
        var (text, copies, done, new) = ([UInt8](), [CopyRun](), 0, 0)
        for place in (0..<1 + noise.number(3)).map({ _ in noise.number(base.count) }).sorted() where place >= done {
            let line = noise.number(base.count)
            let inserted = base[line..<min(base.count, line + 20 + noise.number(100))]
            copies.append(CopyRun(source: done, target: text.count, count: place - done))
            text += base[done..<place] + inserted
            new += inserted.count
            done = min(base.count, place + noise.number(100))
        }
        copies.append(CopyRun(source: done, target: text.count, count: base.count - done))
        return Version(text: text + base[done...], copies: copies, new: new)
    }

    private struct Dice {
        var state: UInt64

        mutating func number(_ count: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % max(1, count)
        }
    }

    func print() {
        let versions = chains.flatMap(\.versions)
        let (bytes, new) = (versions.reduce(0) { $0 + $1.text.count }, versions.reduce(0) { $0 + $1.new })
        let (whole, wholeBytes, memory) = run(inheriting: false)
        let (parts, partBytes, _) = run(inheriting: true)
        let keys = ThreadClock.cpuTime
        for chain in chains { _ = program.key(of: chain.label.identity) }
        let keyCost = (ThreadClock.cpuTime - keys) / max(1, chains.count)
        Swift.print(
            """
            | versions | bytes | new bytes | way | bytes looked at | CPU ms | GB/s of versions | ns a new byte |
            |---|---|---|---|---|---|---|---|
            \(row("whole", whole, wholeBytes, versions.count, bytes, new))
            \(row("from copies", parts, partBytes, versions.count, bytes, new))

            A key: \(DeltaProbe.milliseconds(keyCost) * 1_000) µs. A memo: \(memory / max(1, versions.count)) bytes.
            """)
    }

    private static func milliseconds(_ time: Duration) -> Double {
        Double(time.components.attoseconds) / 1e15 + Double(time.components.seconds) * 1e3
    }

    private func row(_ way: String, _ time: Duration, _ looked: Int, _ versions: Int, _ bytes: Int, _ new: Int)
        -> String
    {
        let spent = DeltaProbe.milliseconds(time)
        let speed = (Double(bytes) / spent / 1e4).rounded() / 100
        let each = (spent * 1e6 / Double(max(1, new)) * 10).rounded() / 10
        return "| \(versions) | \(bytes) | \(new) | \(way) | \(looked) | \(spent.rounded()) | \(speed) | \(each) |"
    }

    /// The CPU time of the best of three rounds, without that of the first texts; how many bytes were looked at; and the size of all memos.
    private func run(inheriting: Bool) -> (time: Duration, looked: Int, memory: Int) {
        var best = Duration.seconds(3_600)
        var (looked, memory) = (0, 0)
        var scanner = DeltaScanner(program)
        for _ in 0..<3 {
            (looked, memory) = (0, 0)
            var time = Duration.zero
            for chain in chains {
                let key = program.key(of: chain.label.identity)
                var memo = scanner.scan(chain.first.span, key, name: "")
                let start = ThreadClock.cpuTime
                for version in chain.versions {
                    memo =
                        inheriting
                        ? scanner.scan(version.text.span, key, name: "", from: memo, copies: version.copies)
                        : scanner.scan(version.text.span, key, name: "")
                    looked += scanner.scannedBytes
                    memory += memo.memoryCost
                }
                time += ThreadClock.cpuTime - start
            }
            best = min(best, time)
        }
        return (best, looked, memory)
    }
}
