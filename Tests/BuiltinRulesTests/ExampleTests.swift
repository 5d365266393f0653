import Testing

@testable import RuleSource

/// The promises of every built-in rule, a file at a time, so that a failure names the file.
@Suite struct ExampleTests {
    @Test(arguments: RuleFiles.files) func everyExampleBehavesAndSetsOffNoOtherRule(file: String) {
        #expect(RuleFiles.lint.examples(ofFile: file).map(\.description) == [])
    }

    /// Untimed, and on subjects that are little longer than the rule's window: whether a match limit is hit depends on the window, not
    /// on the file. `lapwing rules check` times a whole megabyte.
    @Test(arguments: RuleFiles.files) func noHostileSubjectHitsALimit(file: String) {
        for source in RuleFiles.rules where source.file == file {
            let size = source.rule.window.before + source.rule.window.after + 2_048
            #expect(HostileLint.faults(of: source, timed: false, size: size).map(\.description) == [])
        }
    }
}
