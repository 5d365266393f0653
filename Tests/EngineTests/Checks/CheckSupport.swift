import Bytes
import Findings
import Testing

@testable import Engine

/// What a check says of `before` + `name` ` = "` + `value` + `"`; without a name of `before` + `"` + `value` + `"`.
func judge(
    _ check: some Check, _ value: String, name: String = "", before: String = "", file: FileKind = .code
) -> Verdict {
    let assignment = name.isEmpty ? "\"" : " = \""
    let text = ascii(before + name + assignment + value + "\"")
    let start = before.utf8.count + name.utf8.count + assignment.utf8.count
    let candidate = Candidate(
        secret: ascii(value), range: start..<start + value.utf8.count, name: ascii(name),
        nameRange: name.isEmpty ? nil : before.utf8.count..<before.utf8.count + name.utf8.count, file: file,
        kind: .committed, tier: .generic)
    var evidence = Evidence(text.span, origin: 0, secret: candidate.range)
    return check.judge(candidate, &evidence)
}

extension Verdict {
    var isRejection: Bool {
        if case .reject = self { true } else { false }
    }

    var isPass: Bool {
        if case .pass = self { true } else { false }
    }

    var reason: String {
        switch self {
        case .pass(let reason), .reject(let reason), .prove(let reason), .lower(_, let reason), .grade(_, let reason),
            .concede(_, let reason):
            reason
        }
    }
}

/// Words of a table, separated by white space.
func table(_ text: String) -> [String] { text.split(whereSeparator: \.isWhitespace).map(String.init) }

/// The values that one of the checks refuses, of so many that a generator could have made.
func refusedOfRandomValues(
    _ checks: [any Check], alphabet: String, count: Int, lengths: ClosedRange<Int>, seed: UInt64
) -> [String] {
    var noise = ProofNoise(seed: seed)
    return (0..<count).compactMap { round in
        let length = lengths.lowerBound + round % lengths.count
        let value = String(decoding: noise.text(length, of: alphabet), as: UTF8.self)
        return checks.contains { judge($0, value).isRejection } ? value : nil
    }
}
