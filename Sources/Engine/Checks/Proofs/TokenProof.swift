/// Offline proofs: what the bytes of a token alone say about whether it is what it looks like.
///
/// Many providers put a checksum into their tokens, or a structure that decodes. A proof recomputes it. No proof asks
/// the network, reads a clock or keeps state; every one takes bytes as hostile as they come, in time linear in their
/// number. What is known of each format, and from where, stands at its type.

/// What a proof found. The text is for a person and never holds any of the token's bytes.
enum ProofResult: Sendable, Equatable {
    /// The checksum holds, or so much decodes that chance is ruled out.
    case proven(String)
    /// The structure fits; nothing is proven.
    case consistent(String)
    /// The provider cannot have issued this.
    case refuted(String)
}

/// One token format. The token is passed whole, without the quotes around it.
protocol TokenProof: Sendable {
    /// The name by which a rule asks for it: `checksum(name)` or `structure(name)`.
    static var name: String { get }

    func judge(_ token: [UInt8]) -> ProofResult
}

extension [UInt8] {
    /// What follows `prefix`, or nil if the bytes do not start with it.
    func dropping(prefix: StaticString) -> ArraySlice<UInt8>? {
        let prefix = prefix.description.utf8
        return starts(with: prefix) ? dropFirst(prefix.count) : nil
    }
}

extension ArraySlice<UInt8> {
    /// The two parts around the last `separator`, which belongs to neither.
    func split(atLast separator: UInt8) -> (head: ArraySlice<UInt8>, tail: ArraySlice<UInt8>)? {
        lastIndex(of: separator).map { (self[..<$0], self[($0 + 1)...]) }
    }
}
