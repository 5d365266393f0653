import RuleSource
import Testing

@testable import KnownValues

/// The table, against the file it is made from.
@Suite struct KnownDefaultTests {
    private static let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(
        separator: "/")
    private let file = KnownDefaultsFile(path: "\(root)/\(RuleGenerator.knownDefaultsPath)")

    @Test func theGeneratedTableIsCurrent() throws {
        #expect(file.faults.isEmpty, "\(file.faults)")
        let written = try String(
            decoding: contents(of: "\(Self.root)/\(RuleGenerator.knownValuesPath)"), as: UTF8.self)
        #expect(written == KnownValuesWriter.table(file.defaults), "run `swift run rulegen`")
    }

    @Test func everyDefaultOfTheFileIsFoundWithWhatTheFileSays() throws {
        #expect(file.defaults.count > 70)
        for entry in file.defaults {
            let known = try #require(KnownValues.knownDefault(Array(entry.value.utf8)), "line \(entry.line)")
            #expect(
                known
                    == KnownDefault(
                        product: entry.product, setting: entry.setting, cve: entry.cve, class: entry.class))
        }
    }

    @Test func anotherValueIsNotFound() {
        for entry in file.defaults where entry.match == .whole {
            let value = Array(entry.value.utf8)
            let others = [value + [0x21], [0x21] + value, Array(value.dropLast()), Array(value.reversed())]
            for other in others where !file.defaults.contains(where: { Array($0.value.utf8) == other }) {
                #expect(KnownValues.knownDefault(other) == nil || other == value, "line \(entry.line)")
            }
            for place in value.indices {
                var other = value
                other[place] ^= 0x01
                guard !file.defaults.contains(where: { Array($0.value.utf8) == other }) else { continue }
                #expect(KnownValues.knownDefault(other) == nil, "line \(entry.line), byte \(place)")
            }
        }
        #expect(KnownValues.knownDefault([]) == nil)
    }

    @Test func aPrefixIsFoundInWhatBeginsWithIt() throws {
        let prefix = try #require(file.defaults.first { $0.match == .prefix })
        let value = Array(prefix.value.utf8)
        #expect(KnownValues.knownDefault(value + Array("k3y&w(9)".utf8))?.product == prefix.product)
        #expect(KnownValues.knownDefault(Array(value.dropLast())) == nil)
        #expect(KnownValues.knownDefault([0x20] + value) == nil)
    }

    @Test func noSourceLineHoldsAWholeKey() throws {
        let long = file.defaults.filter { $0.value.utf8.count >= 12 }
        for path in [RuleGenerator.knownDefaultsPath, RuleGenerator.knownValuesPath] {
            let lines = try String(decoding: contents(of: "\(Self.root)/\(path)"), as: UTF8.self)
                .split(separator: "\n")
            for entry in long where entry.match == .whole {
                #expect(!lines.contains { $0.contains(entry.value) }, "\(path) holds the value of line \(entry.line)")
            }
        }
    }

    @Test func hidingIsItsOwnInverse() {
        for place in 0..<600 {
            let byte = UInt8(truncatingIfNeeded: place * 7)
            #expect(KnownValueMask.apply(KnownValueMask.apply(byte, at: place), at: place) == byte)
        }
    }
}
