/// The reports of one run with their outputs. Writes are gathered; the first failure is kept, and the run ends with status 2.

internal import Bytes
internal import Findings
internal import Reports
internal import Rules

final class ReportSet {
    /// A file or standard output, with what has not been written yet.
    private final class Output {
        let path: FilePath?
        private var file: OpenFile
        private var pending: [UInt8] = []
        private(set) var failure: String?

        init(_ path: FilePath?, appends: Bool) throws(UsageFault) {
            self.path = path
            guard let path else {
                file = OpenFile.standardOutput
                return
            }
            do { file = try appends ? OpenFile(appending: path) : OpenFile(writing: path) } catch {
                throw UsageFault("the report \(path) cannot be written: \(error)")
            }
        }

        func write(_ bytes: [UInt8]) {
            pending += bytes
            if pending.count >= 64 << 10 { flush() }
        }

        func flush() {
            guard failure == nil, !pending.isEmpty else { return }
            do { try file.write(pending) } catch {
                failure = "the report\(path.map { " \($0)" } ?? "") could not be written: \(error)"
            }
            pending.removeAll(keepingCapacity: true)
        }
    }

    private var reporters: [any Reporter] = []
    private var outputs: [Output] = []

    init(_ destinations: [ScanPlan.ReportDestination], rules: RuleSet) throws(UsageFault) {
        let index = RuleIndex(rules)
        for destination in destinations {
            let output = try Output(destination.path, appends: destination.appends)
            outputs.append(output)
            let tools = ReportTools(
                style: destination.style, write: { output.write($0) }, rule: { index.rule($0) }, clock: ReportSet.clock)
            reporters.append(destination.format.makeReporter(tools))
        }
    }

    /// SOURCE_DATE_EPOCH is the usual way to ask for the same bytes at any time.
    private static func clock() -> Int {
        ProcessContext.environment("SOURCE_DATE_EPOCH").flatMap { Int($0) }.map { max(0, $0) }
            ?? WallClock.secondsSinceEpoch
    }

    /// Why a report could not be written, if one could not.
    var failure: String? { outputs.lazy.compactMap(\.failure).first }

    func begin(_ header: ReportHeader) {
        for index in reporters.indices { reporters[index].begin(header) }
    }

    func finding(_ finding: Finding) {
        for index in reporters.indices { reporters[index].finding(finding) }
    }

    func suppressed(_ finding: Finding) {
        for index in reporters.indices { reporters[index].suppressed(finding) }
    }

    func explanation(_ explanation: Explanation) {
        for index in reporters.indices { reporters[index].explanation(explanation) }
    }

    func end(_ summary: ReportSummary) {
        for index in reporters.indices { reporters[index].end(summary) }
        flush()
    }

    /// Lets a person at a terminal see what there is.
    func flush() {
        for output in outputs { output.flush() }
    }
}

/// Rules by id; each is looked up and decoded when its first finding asks.
private final class RuleIndex {
    private let rules: RuleSet
    private var known: [String: Rule?] = [:]

    init(_ rules: RuleSet) { self.rules = rules }

    func rule(_ id: String) -> Rule? {
        if let rule = known[id] { return rule }
        let rule = rules.rule(id: id)
        known[id] = .some(rule)
        return rule
    }
}
