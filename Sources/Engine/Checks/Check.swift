/// A check judges one candidate by one question and gives its reason. Each check is one file and has one name, which rules use.

internal import Bytes
internal import Findings
public import Rules

/// What a check says of a candidate. Reasons are for people (`--explain`) and never hold a byte of the secret.
enum Verdict: Sendable, Equatable {
    /// Nothing against it.
    case pass(String)
    /// No finding.
    case reject(String)
    /// A checksum or structure held: `confidence: proven`, and no later check may reject it.
    case prove(String)
    /// Less sure than the rule says.
    case lower(Confidence, String)
    /// As bad as this, whatever the rule says.
    case grade(Severity, String)
    /// A finding, but where another rule reports the same bytes as a committed secret, that one says more.
    case concede(Concession, String)
}

/// Where a default stands behind a committed secret on the same bytes.
enum Concession: Sendable {
    case inTests, everywhere
}

/// A pattern match that is to be judged.
struct Candidate: Sendable {
    /// The bytes of the secret.
    let secret: [UInt8]
    /// Where the secret stands, in the blob.
    let range: Range<Int>
    /// What it is assigned to, as the pattern's group `name` has it; empty without one.
    let name: [UInt8]
    /// Where the name stands, in the blob.
    let nameRange: Range<Int>?
    let file: FileKind
    let kind: FindingKind
    let tier: RuleTier

    /// The whole name that `name` is a part of: read to its left end in the text, further than the pattern captured it.
    func wholeName(_ evidence: inout Evidence) -> [UInt8] {
        guard let nameRange else { return name }
        let before = evidence.lineBefore(nameRange.lowerBound, limit: 64)
        let rest = before.reversed().prefix { Candidate.inName.contains($0) }.reversed()
        return rest.drop { $0 == UInt8(ascii: "-") } + name
    }

    /// For kinds `default` and `env-read`: what the environment gives, or should.
    func variable(_ evidence: inout Evidence) -> [UInt8]? {
        kind != .committed && nameRange != nil ? wholeName(&evidence) : nil
    }

    private static let inName = ByteSet.word.union(ByteSet(ascii: "-"))
}

protocol Check: Sendable {
    func judge(_ candidate: Candidate, _ evidence: inout Evidence) -> Verdict

    /// Whether it judges by the value's own bytes, and not by what stands around them.
    var asksOnlyTheValue: Bool { get }
}

extension Check {
    var asksOnlyTheValue: Bool { false }
}

/// Makes checks from the names in rules.
public enum Checks {
    /// Why a name gives no check.
    public struct Fault: Error, Sendable, Equatable, CustomStringConvertible {
        public let description: String
    }

    /// Every name that rules can use, as they would write it.
    public static let names = [
        "entropy(bits)", "classes(count)", "placeholder", "reference", "known-format", "name", "name(strict)", "value",
        "value(password)", "value(joined)", "command-option", "statement",
        "default-value", "known", "parameter", "fallback", "lookup", "option",
        "kubernetes-data", "echo", "shared", "stand-in", "checksum(format)", "structure(format)",
    ]

    /// Throws what is wrong with `name`, if anything: for the linter.
    public static func validate(_ name: CheckName) throws(Fault) { _ = try make(name) }

    static func make(_ check: CheckName) throws(Fault) -> any Check {
        switch (check.name, check.argument) {
        case ("entropy", .some(let text)):
            guard let bits = Double(text), (0...8).contains(bits) else {
                throw Fault(description: "entropy(\(text)): give bits a character between 0 and 8")
            }
            return EntropyCheck(least: bits)
        case ("classes", .some(let text)):
            guard let count = Int(text), (1...3).contains(count) else {
                throw Fault(description: "classes(\(text)): give a number from 1 to 3")
            }
            return ClassesCheck(least: count)
        case ("placeholder", nil): return PlaceholderCheck()
        case ("reference", nil): return ReferenceCheck()
        case ("known-format", nil): return KnownFormatCheck()
        case ("name", nil): return NameCheck()
        case ("name", "strict"): return StrictNameCheck()
        case ("value", nil): return ValueCheck()
        case ("value", "joined"): return ValueCheck(isJoined: true)
        case ("value", "password"): return ValueCheck(assumed: .password, isJoined: true)
        case ("command-option", nil): return CommandOptionCheck()
        case ("statement", nil): return StatementCheck()
        case ("default-value", nil): return DefaultValueCheck()
        case ("echo", nil): return EchoCheck()
        case ("shared", nil): return SharedCheck()
        case ("stand-in", nil): return StandInCheck()
        case ("known", nil): return KnownCheck()
        case ("parameter", nil): return ParameterCheck()
        case ("fallback", nil): return FallbackCheck()
        case ("lookup", nil): return CallCheck(purpose: .lookup)
        case ("option", nil): return CallCheck(purpose: .option)
        case ("kubernetes-data", nil): return KubernetesDataCheck()
        case ("checksum", .some(let format)):
            return try proof(TokenProofs.checksum(named: format), check, TokenProofs.checksumNames)
        case ("structure", .some(let format)):
            return try proof(TokenProofs.structure(named: format), check, TokenProofs.structureNames)
        default:
            throw Fault(description: "no check '\(check)'; there are: " + names.joined(separator: ", "))
        }
    }

    private static func proof(
        _ proof: (any TokenProof)?, _ check: CheckName, _ known: [String]
    ) throws(Fault) -> any Check {
        guard let proof else {
            throw Fault(description: "\(check): no such format; there are: " + known.joined(separator: ", "))
        }
        return ProofCheck(proof: proof)
    }
}
