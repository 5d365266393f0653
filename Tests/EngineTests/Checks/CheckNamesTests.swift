import Rules
import Testing

@testable import Engine

@Suite struct CheckNamesTests {
    @Test(arguments: [
        "entropy(0)", "entropy(3.5)", "entropy(8)", "classes(1)", "classes(3)", "placeholder", "reference",
        "known-format", "name", "value",
        "checksum(github)", "structure(jwt)",
    ]) func namesThatRulesMayUse(text: String) throws {
        #expect(throws: Never.self) { try Checks.validate(try #require(CheckName(text))) }
    }

    @Test(arguments: [
        ("entropy", "no check 'entropy'"), ("entropy(9)", "between 0 and 8"), ("entropy(x)", "between 0 and 8"),
        ("entropy(-1)", "between 0 and 8"),
        ("entropy(nan)", "between 0 and 8"), ("classes(0)", "from 1 to 3"), ("classes(4)", "from 1 to 3"),
        ("value(1)", "no check 'value(1)'"),
        ("checksum(nope)", "no such format; there are: github"), ("checksum", "no check"),
        ("structure(github)", "no such format"),
        ("nothing", "there are: entropy(bits)"),
    ]) func namesThatTheyMayNot(text: String, why: String) throws {
        let name = try #require(CheckName(text))
        #expect {
            try Checks.validate(name)
        } throws: {
            ($0 as? Checks.Fault)?.description.contains(why) == true
        }
    }

    /// A reason is shown where the secret is not.
    @Test func reasonsHoldNothingOfTheValue() {
        let checks: [any Check] = [
            EntropyCheck(least: 5), ClassesCheck(least: 3), PlaceholderCheck(), ReferenceCheck(), KnownFormatCheck(),
            ValueCheck(),
        ]
        for value in ReferenceCheckTests.references + PlaceholderCheckTests.values + ReferenceCheckTests.values {
            guard value.utf8.count >= 8 else { continue }
            let pieces = (0...(value.count - 7)).map { String(value.dropFirst($0).prefix(7)) }
                .filter { $0.contains(where: \.isNumber) }
            for check in checks {
                let reason = judge(check, value).reason
                #expect(!reason.isEmpty && !pieces.contains { reason.contains($0) }, "\(value): \(reason)")
            }
        }
    }
}
