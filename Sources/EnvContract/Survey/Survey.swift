/// Which secrets a code base reads from its environment. Takes what the rules of kind `env-read` observed and the defaults that were
/// found, looks at the sources around them, and says of each variable whether something stops the program at its start when it is
/// missing. What it cannot see it calls unknown, never yes.

public import Bytes
public import Findings

public struct Survey {
    private var observations: [Observation] = []
    private var defaults: [FilePath: [String: [Int]]] = [:]
    /// Files of observations.
    private var paths: Set<FilePath> = []
    private var counts: [FilePath: Int] = [:]
    /// After so many observations in one file the rest is left out: a bound on hostile input.
    private static let mostInFile = 1_000

    /// Files with more observations than are looked at.
    public var crowded: [FilePath] { counts.filter { $0.value > Survey.mostInFile }.keys.sorted() }
    /// Reads in tests, examples and documentation, which need no check.
    public private(set) var passedOver = 0

    public init() {}

    /// - Parameters:
    ///   - finding: of kind `env-read` or `default`.
    ///   - form: what the rule observes, for `env-read`.
    ///   - isExample: whether it stands in a test, an example or documentation.
    public mutating func add(_ finding: Finding, form: ReadForm?, isExample: Bool) {
        let name = String(decoding: finding.variable ?? finding.name, as: UTF8.self)
        guard finding.kind == .environmentRead, let form else {
            if finding.kind == .default {
                defaults[finding.path, default: [:]][CheckRegion.key(of: name), default: []].append(
                    finding.location.line)
            }
            return
        }
        guard !isExample else {
            if form != .check, form != .manifest { passedOver += 1 }
            return
        }
        paths.insert(finding.path)
        counts[finding.path, default: 0] += 1
        guard counts[finding.path, default: 0] <= Survey.mostInFile else { return }
        observations.append(
            Observation(
                form: form, rule: finding.rule, name: name,
                place: SourcePlace(path: finding.path, line: finding.location.line),
                end: finding.location.bytes.upperBound))
    }

    /// The variables, by name.
    /// - Parameters:
    ///   - manifest: whose purposes are shown, and whose names `lapwing env check` covers.
    ///   - read: gives a file's bytes; what cannot be read any more is left as it was observed.
    public func variables(manifest: Manifest?, read: (FilePath) -> [UInt8]?) -> [SecretVariable] {
        var sources: [FilePath: (bytes: [UInt8], text: SourceText)] = [:]
        for path in paths {
            if let bytes = read(path), let text = SourceText(bytes) { sources[path] = (bytes, text) }
        }
        let calls = CallIndex(sources.sorted { $0.key < $1.key }.map(\.value.text))
        var reads: [ResolvedRead] = []
        var regions: [CheckRegion] = []
        var gates: [SourcePlace] = []
        for observation in observations {
            let path = observation.place.path
            switch observation.form {
            case .manifest: gates.append(observation.place)
            case .check:
                guard let text = sources[path]?.text else { continue }
                if let region = CheckRegion(
                    observation.name, at: observation.place, in: text, runsAtStart: calls.runsAtStart)
                {
                    regions.append(region)
                }
            default:
                guard let source = sources[path] else {
                    reads.append(ResolvedRead(unseen: observation))
                    continue
                }
                let resolver = ReadResolver(
                    path: path, bytes: source.bytes, text: source.text, literals: defaults[path] ?? [:],
                    runsAtStart: calls.runsAtStart)
                if let read = resolver.resolve(observation) { reads.append(read) }
            }
        }
        let judge = CoverageJudge(reads: reads, regions: regions, gate: gates.min(), manifest: manifest)
        return Dictionary(grouping: reads, by: \.variable).map { name, reads in
            let entry = manifest?.entry(name)
            let guess = Guess(name)
            return SecretVariable(
                name: name, reads: Survey.merged(reads), coverage: judge.coverage(of: name, reads),
                purpose: entry?.requirement.purpose ?? guess.purpose,
                generate: entry.map(\.requirement.generate) ?? guess.generate)
        }.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    /// One read a place, with the worst default of those there.
    private static func merged(_ reads: [ResolvedRead]) -> [SecretRead] {
        let order = SecretRead.Default.allCases
        return Dictionary(grouping: reads.map(\.read), by: \.place).compactMap { _, same in
            same.max { order.firstIndex(of: $0.default)! < order.firstIndex(of: $1.default)! }
        }.sorted { $0.place < $1.place }
    }
}

/// Decides whether a variable's absence stops the program at its start.
struct CoverageJudge {
    private let regions: [(region: CheckRegion, named: Int)]
    private let gate: SourcePlace?
    private let manifest: Manifest?

    init(reads: [ResolvedRead], regions: [CheckRegion], gate: SourcePlace?, manifest: Manifest?) {
        let aliases = Dictionary(grouping: reads, by: \.variable).mapValues { Set($0.flatMap(\.aliases)) }
        self.regions = regions.map { region in
            (region, aliases.values.count { !$0.isDisjoint(with: region.words) })
        }.filter { $0.named > 0 || $0.region.isSweeping }
        self.gate = gate
        self.manifest = manifest
    }

    func coverage(of name: String, _ reads: [ResolvedRead]) -> Coverage {
        let aliases = Set(reads.flatMap(\.aliases))
        if let gate, manifest?.entry(name)?.requiredIn.contains(.production) == true {
            return Coverage(
                state: .yes, reason: "lapwing env check (\(gate)) holds the manifest against the environment")
        }
        for case .atStart(let reason) in reads.map(\.check) { return Coverage(state: .yes, reason: reason) }
        let naming = regions.map(\.region).filter { !aliases.isDisjoint(with: $0.words) }
        if let region = naming.first(where: { $0.fails && $0.runsAtStart }) {
            return Coverage(state: .yes, reason: "\(region.name) (\(region.place)) checks it")
        }
        if let literal = reads.first(where: { $0.read.default == .literal }) {
            return Coverage(
                state: .no,
                reason: "a default in the source takes its place (\(literal.read.place)): its absence shows nowhere")
        }
        if let region = naming.first(where: \.fails) {
            return Coverage(
                state: .unknown,
                reason: "\(region.name) (\(region.place)) checks it, but nothing shows that it runs at start-up")
        }
        for case .somewhere(let reason) in reads.map(\.check) { return Coverage(state: .unknown, reason: reason) }
        if let region = regions.map(\.region).first(where: {
            $0.isSweeping && $0.fails && naming.isEmpty && namesNothing($0)
        }) {
            return Coverage(
                state: .unknown, reason: "\(region.name) (\(region.place)) goes through fields without naming them")
        }
        if let region = naming.first {
            return Coverage(
                state: .no, reason: "\(region.name) (\(region.place)) names it but does not stop the program")
        }
        if let (region, named) = regions.first(where: { $0.region.fails && $0.named > 0 }) {
            let others = named == 1 ? "1 other secret" : "\(named) other secrets"
            return Coverage(state: .no, reason: "\(region.name) (\(region.place)) checks \(others) but omits this one")
        }
        return Coverage(state: .no, reason: "nothing fails when it is missing")
    }

    private func namesNothing(_ region: CheckRegion) -> Bool {
        regions.contains { $0.region.place == region.place && $0.named == 0 }
    }
}
