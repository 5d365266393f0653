import BuiltinRules
import Bytes
import Foundation
import Rules
import Testing

@testable import RuleSource

/// The rules in the binary, held against the files they are made from. Whoever changes a rule file runs `swift run rulegen`.
@Suite struct BuiltinRulesTests {
    @Test func theRuleFilesHaveNoFault() { #expect(RuleFiles.faults == []) }

    @Test func theGeneratedTableIsCurrent() throws {
        let table = try RuleFiles.text(RuleGenerator.tablePath)
        #expect(
            table == RuleTableWriter.table(RuleFiles.rules),
            "rules/ has changed since the table was made: `swift run rulegen`")
    }

    @Test func theGeneratedTableOfReadsIsCurrent() throws {
        let table = try RuleFiles.text(RuleGenerator.readTablePath)
        #expect(
            table == RuleTableWriter.readTable(RuleFiles.rules),
            "rules/ has changed since the table was made: `swift run rulegen`")
    }

    /// A scan that ran them would pay for what it never reports.
    @Test func aScanHasNoObservationsAndAListOfReadsHas() {
        #expect(!BuiltinRules.all.all.contains { $0.kind == .environmentRead })
        let kinds = Set(BuiltinRules.environment.all.map(\.kind))
        #expect(kinds == [.environmentRead, .default])
        #expect(BuiltinRules.environment.all.allSatisfy { ($0.read != nil) == ($0.kind == .environmentRead) })
    }

    @Test func theRulesPageIsCurrent() throws {
        let page = try RuleFiles.text(RuleGenerator.documentationPath)
        #expect(
            page == RuleTableWriter.documentation(RuleFiles.rules),
            "rules/ has changed since docs/rules.md was made: `swift run rulegen`")
    }

    /// Rule by rule, so that the failure names the rule whose record loses something.
    @Test func everyRuleDecodesToItsSource() {
        let builtin = BuiltinRules.all
        let tables = [
            (builtin, RuleTableWriter.scanned(RuleFiles.rules)),
            (BuiltinRules.environment, RuleTableWriter.observing(RuleFiles.rules)),
        ]
        for (table, sources) in tables {
            #expect(table.count == sources.count, "`swift run rulegen`")
            for (rule, source) in zip(table.all, sources) where rule != source.rule {
                Issue.record("\(rule.id) differs from \(source.file):\(source.line): `swift run rulegen`")
            }
        }
    }

    @Test func everyRuleIsFoundByItsIDAndByNoPartOfIt() {
        let builtin = BuiltinRules.all
        let all = builtin.all
        let ids = Set(all.map(\.id))
        for rule in all where builtin.rule(id: rule.id) != rule { Issue.record("\(rule.id)") }
        for rule in all {
            for id in [String(rule.id.dropLast()), rule.id + "x", ""]
            where !ids.contains(id) && builtin.rule(id: id) != nil {
                Issue.record("'\(id)' is no rule")
            }
        }
    }

    @Test func everyRuleHasATrigger() {
        let builtin = BuiltinRules.all
        #expect(
            builtin.unanchored == RuleSet(RuleTableWriter.scanned(RuleFiles.rules).map(\.rule)).unanchored,
            "`swift run rulegen`")
        for (index, rule) in builtin.all.enumerated() {
            if case .anchors(let anchors) = rule.trigger {
                #expect(!anchors.isEmpty && !builtin.unanchored.contains(index), "\(rule.id)")
            } else {
                #expect(builtin.unanchored.contains(index), "\(rule.id)")
            }
        }
    }

    @Test func whatIsAskedOfRulesBeforeTheyAreDecodedIsTrueOfThem() {
        for rules in [BuiltinRules.all, BuiltinRules.environment] {
            #expect(rules.gates == RuleGates(rules.all), "`swift run rulegen`")
        }
    }

    /// They have most of the hits; without the proof each would be a try of several patterns.
    @Test(arguments: [
        "generic-secret-quoted", "generic-secret-bare", "default-python-parameter", "default-shell-expansion",
    ])
    func rulesOfGenericWordsAreToldByTheByteBehindTheWord(id: String) {
        #expect(BuiltinRules.all.rule(id: id)?.follow != nil)
    }

    @Test func idsAreKebabCaseAndUnique() {
        let ids = BuiltinRules.all.all.map(\.id)
        #expect(Set(ids).count == ids.count)
        for id in ids { #expect(id.wholeMatch(of: #/[a-z0-9]+(-[a-z0-9]+)*/#) != nil, "\(id)") }
    }

    @Test func thereAreAtLeast150Rules() { #expect(BuiltinRules.all.count >= 150) }

    @Test func referencesAndRemediesAreAddresses() {
        for source in RuleFiles.rules {
            let remedies = source.rule.kind == .environmentRead ? [] : [source.rule.remedy]
            for address in source.rule.references + remedies {
                #expect(
                    address.hasPrefix("https://") || address.hasPrefix("http://"),
                    "\(source.file):\(source.line): \(address)")
            }
        }
    }

    @Test(arguments: Providers.known) func aProviderThatOthersKnowHasARule(provider: String) {
        let file = "/\(provider).yml"
        if let id = Providers.elsewhere[provider] {
            #expect(RuleFiles.rules.contains { $0.rule.id == id }, "\(provider) was covered by \(id)")
        } else {
            #expect(RuleFiles.rules.contains { $0.file.hasSuffix(file) }, "no rule in rules\(file)")
        }
    }
}

/// The rule files of this checkout, read once.
enum RuleFiles {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    /// The same folder as rulegen reads: so the same order.
    private static let read = {
        let folder = RuleFolder("\(root)/rules")
        return (rules: folder.rules, faults: folder.faults.map(\.description))
    }()
    static let rules = read.rules
    static let faults = read.faults
    static let files = Array(Set(rules.map(\.file))).sorted()
    static let lint = RuleLint(rules)

    static func text(_ path: String) throws -> String {
        String(decoding: try TextFile.contents(of: FilePath("\(root)/\(path)")), as: UTF8.self)
    }
}
