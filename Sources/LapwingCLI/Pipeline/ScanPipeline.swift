/// One scan from end to end: inputs to scanner to reports, then the exit status.

internal import Bytes
internal import Engine
internal import Findings
internal import Inputs
internal import Reports
internal import Synchronization

struct ScanPipeline {
    private let plan: ScanPlan

    init(_ plan: ScanPlan) { self.plan = plan }

    /// - Parameters:
    ///   - changes: what git holds of a change, besides the files on disk.
    ///   - history: a whole history, likewise.
    ///   - log: takes what was found besides the reports, for commands that go on from there.
    func run(_ changes: ChangeScan? = nil, history: HistoryAudit? = nil, log: FindingLog? = nil) throws -> ExitStatus {
        let state = try history?.stateFile(plan.rules)
        let reports = try ReportSet(plan.outputs, rules: plan.rules)
        let collector = Collector(plan, reports, log)
        let program = ScanProgram(plan.rules, jit: plan.jit)
        let totals = ScanTotals()
        let progress = Progress(isShown: plan.showsProgress, totals)
        let (explains, surveys, chunkSize) = (plan.explains, plan.isStrict, plan.chunkSize)
        let makeWorker: @Sendable () -> ScanWorker = {
            ScanWorker(program, explaining: explains, surveying: surveys, chunkSize: chunkSize, totals: totals)
        }
        collector.begin()
        if let label = plan.standardInput {
            var worker = makeWorker()
            let rest = worker.scan(OpenFile.standardInput, size: nil, label, early: { collector.take(.file($0)) })
            if let rest { collector.take(.file(rest)) }
        }
        if !plan.roots.isEmpty {
            plan.walk.run(
                threads: plan.threads, isStopped: { Interrupts.isRequested || collector.hasFailed },
                makeWorker: makeWorker,
                deliver: { result in
                    progress.tick()
                    collector.take(result)
                })
        }
        if let changes {
            collector.take(.ledger(changes.ledger))
            changes.run(
                threads: plan.threads, totals: totals, isStopped: { Interrupts.isRequested || collector.hasFailed },
                makeWorker: makeWorker,
                deliver: { result in
                    progress.tick()
                    collector.take(.file(result))
                })
        }
        if let history {
            history.run(
                plan, program, state, isStopped: { Interrupts.isRequested || collector.hasFailed },
                deliver: { collector.take($0) })
        }
        progress.clear()
        return collector.end(totals, wasInterrupted: Interrupts.isRequested)
    }
}

/// Takes results in order and feeds the reports. One thread at a time calls it; the lock makes that certain.
private final class Collector: Sendable {
    private struct State {
        var ledger = Ledger()
        var counts: [Severity: Int] = [:]
        var failing = 0
        var belowConfidence = 0
        var court: SuppressionCourt
        let reports: ReportSet
    }

    private let state: Mutex<State>
    private let failed = Atomic<Bool>(false)
    private let minConfidence: Confidence
    private let failOn: Severity
    private let allowsEmpty: Bool
    private let ruleCount: Int
    private let severities: [String: Severity]
    private let notices: [String]
    private let isStrict: Bool
    private let log: FindingLog?
    /// Whether a text report lists the problems already.
    private let showsProblems: Bool

    init(_ plan: ScanPlan, _ reports: sending ReportSet, _ log: FindingLog?) {
        state = Mutex(
            State(
                court: SuppressionCourt(
                    plan.suppressor, root: plan.project.root, currentDirectory: plan.currentDirectory),
                reports: reports))
        self.log = log
        severities = plan.severities
        notices = plan.notices
        isStrict = plan.isStrict
        minConfidence = plan.minConfidence
        failOn = plan.failOn
        allowsEmpty = plan.allowsEmpty
        ruleCount = plan.rules.count - plan.rules.disabled.count
        showsProblems = plan.outputs.contains { $0.format == .text }
    }

    /// Whether a report can no longer be written, so that going on is of no use.
    var hasFailed: Bool { failed.load(ordering: .relaxed) }

    func begin() {
        state.withLock { $0.reports.begin(ReportHeader(version: Version.text, ruleCount: ruleCount)) }
    }

    func take(_ result: FileWalk.Result<FileResult>) {
        state.withLock { state in
            switch result {
            case .ledger(let ledger): state.ledger.add(ledger)
            case .file(let file):
                state.ledger.problems += file.problems
                state.court.markers += file.markers
                let findings = file.isJudged ? file.findings : state.court.judge(file.findings)
                for explanation in file.explanations.withOutcomes(of: findings, minConfidence) {
                    state.reports.explanation(explanation)
                }
                for finding in findings { add(finding, &state) }
            }
            if state.reports.failure != nil { failed.store(true, ordering: .relaxed) }
        }
    }

    private func add(_ finding: Finding, _ state: inout State) {
        var finding = finding
        if let severity = severities[finding.rule] { finding.severity = severity }
        guard finding.confidence >= minConfidence else {
            state.belowConfidence += 1
            return
        }
        log?.add(finding)
        if let record = finding.suppression {
            state.court.summary.counts[record.means, default: 0] += 1
            state.reports.suppressed(finding)
            return
        }
        state.counts[finding.severity, default: 0] += 1
        if finding.severity >= failOn { state.failing += 1 }
        state.reports.finding(finding)
    }

    func end(_ totals: ScanTotals, wasInterrupted: Bool) -> ExitStatus {
        state.withLock { state in
            state.ledger.files += totals.files.load(ordering: .relaxed)
            state.ledger.bytes += totals.bytes.load(ordering: .relaxed)
            let binaries = totals.binaries.load(ordering: .relaxed)
            if binaries > 0 { state.ledger.skipped[.binary, default: 0] += binaries }
            // What was not looked at may be what a suppression is for.
            if isStrict, state.ledger.isComplete, !wasInterrupted { state.court.findStale() }
            var summary = ReportSummary(
                ledger: state.ledger, counts: state.counts, failing: state.failing,
                belowConfidence: state.belowConfidence, wasInterrupted: wasInterrupted)
            summary.suppressions = state.court.summary
            summary.notices = notices
            let untouched = totals.untouched.load(ordering: .relaxed)
            if untouched > 0 {
                summary.notices.append(
                    "Left out: \(untouched) on lines that the change does not touch (--whole-files).")
            }
            state.reports.end(summary)
            log?.end(state.court.summary)
            return status(state, wasInterrupted)
        }
    }

    private func status(_ state: State, _ wasInterrupted: Bool) -> ExitStatus {
        if let failure = state.reports.failure {
            Console.error(failure)
            return .failed
        }
        if wasInterrupted {
            Console.error("interrupted: what was found so far is reported, the rest was not scanned")
            return .interrupted
        }
        if !showsProblems {
            for problem in state.ledger.problems { Console.error(TerminalText.visible(problem.description)) }
        }
        if !state.ledger.isComplete { return .failed }
        if state.ledger.files == 0, !allowsEmpty {
            Console.error(
                "no file was scanned, so nothing can be said; --allow-empty accepts that (skipped: \(skipped(state.ledger)))"
            )
            return .failed
        }
        let stale = state.court.summary.stale + (isStrict ? state.court.summary.expired : [])
        if !stale.isEmpty, !showsProblems {
            for line in stale { Console.error("stale suppression: \(line)") }
        }
        return state.failing > 0 || !stale.isEmpty ? .findings : .clean
    }

    private func skipped(_ ledger: Ledger) -> String {
        let parts = SkipReason.allCases.compactMap { reason in ledger.skipped[reason].map { "\($0) \(reason.rawValue)" }
        }
        return parts.isEmpty ? "nothing" : parts.joined(separator: ", ")
    }
}
