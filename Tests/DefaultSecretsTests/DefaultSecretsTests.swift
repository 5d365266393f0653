import Testing

/// The bar of kind `default`: of the fixtures at least 97 % found, of the clean look-alikes at most 1 % flagged.
@Suite struct DefaultSecretsTests {
    @Test func theSuiteIsLarge() throws {
        let all = try FixtureSuite().expectations
        #expect(all.count { $0.finding != nil } >= 1_400 && all.count { $0.finding == nil } >= 200)
    }

    @Test func defaultsAreFound() throws {
        let suite = try FixtureSuite()
        var missed: [String] = []
        var missedFiles: Set<String> = []
        let wanted = suite.expectations.filter { $0.finding != nil }
        for expectation in wanted {
            guard let finding = expectation.finding else { continue }
            let seen = try suite.scan(expectation.path)
            let isFound = seen.contains {
                $0.kind == .default && $0.line == finding.line && $0.variable == finding.variable
            }
            // One file, one finding: a second one is noise beside a right one.
            if !isFound || seen.count > 1 {
                missed.append("\(expectation.path): \(seen.map { "\($0.rule) \($0.line) \($0.variable)" })")
                missedFiles.insert(expectation.path.split(separator: "/").dropFirst().joined(separator: "/"))
            }
        }
        print("defaults found: \(wanted.count - missed.count) of \(wanted.count)")
        #expect(
            missed.count * 100 <= wanted.count * 3,
            "missed \(missed.count) of \(wanted.count):\n\(missed.joined(separator: "\n"))")
        // The page says which and why: no more, and no fewer.
        let listed = try suite.listed()
        #expect(missedFiles.subtracting(listed).isEmpty, "not in docs/default-secrets.md")
        #expect(listed.subtracting(missedFiles).isEmpty, "found by now: take it out of docs/default-secrets.md")
    }

    @Test func lookAlikesAreSilent() throws {
        let suite = try FixtureSuite()
        let clean = suite.expectations.filter { $0.finding == nil }
        var flagged: [String] = []
        for expectation in clean {
            let seen = try suite.scan(expectation.path)
            if !seen.isEmpty { flagged.append("\(expectation.path): \(seen.map { "\($0.rule) \($0.line)" })") }
        }
        print("look-alikes flagged: \(flagged.count) of \(clean.count)")
        #expect(
            flagged.count * 100 <= clean.count,
            "flagged \(flagged.count) of \(clean.count):\n\(flagged.joined(separator: "\n"))")
    }

    /// Weak words are worse than what nobody could guess.
    @Test func weakValuesAreGradedAboveRandomOnes() throws {
        let suite = try FixtureSuite()
        for expectation in suite.expectations where expectation.finding != nil {
            guard let seen = try suite.scan(expectation.path).first, seen.kind == .default else { continue }
            let isExample = FixtureSuite.label(expectation.path).isExample
            let isWeak = expectation.path.hasPrefix("weak/")
            switch (isWeak, isExample) {
            case (true, false): #expect(seen.severity == .high, "\(expectation.path)")
            case (true, true), (false, false): #expect(seen.severity == .medium, "\(expectation.path)")
            case (false, true): #expect(seen.severity == .low, "\(expectation.path)")
            }
        }
    }
}
