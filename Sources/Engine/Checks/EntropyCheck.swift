internal import Bytes

/// `entropy(b)`: a value with less than `b` bits of Shannon entropy a character was not made by a generator.
struct EntropyCheck: Check {
    let asksOnlyTheValue = true
    let least: Double

    func judge(_ candidate: Candidate, _ evidence: inout Evidence) -> Verdict {
        let bits = Entropy.shannon(candidate.secret)
        let shown = "entropy \(tenths(bits)) bits a character"
        return bits < least ? .reject("\(shown), less than \(tenths(least))") : .pass(shown)
    }

    /// One decimal, without Foundation.
    private func tenths(_ value: Double) -> String {
        let scaled = Int((value * 10).rounded(.down))
        return "\(scaled / 10).\(scaled % 10)"
    }
}

/// `classes(n)`: a generated value of its length has characters of at least `n` of: lower case, upper case, digits.
struct ClassesCheck: Check {
    let least: Int

    func judge(_ candidate: Candidate, _ evidence: inout Evidence) -> Verdict {
        let classes = [ByteSet.lowercase, .uppercase, .digits].filter { set in
            candidate.secret.contains(where: set.contains)
        }
        return classes.count < least
            ? .reject("\(classes.count) of the character classes lower, upper, digit; \(least) are needed")
            : .pass("\(classes.count) character classes")
    }
}
