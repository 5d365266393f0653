internal import Bytes

/// The secret keys of age: 32 bytes in Bech32 with the prefix `age-secret-key-`, written in upper case (C2SP, age.md);
/// `age-secret-key-pq-` for the hybrid keys of age 1.3.
struct AgeChecksum: TokenProof {
    static let name = "age"

    func judge(_ token: [UInt8]) -> ProofResult {
        guard let key = Bech32.decode(token[...]) else { return .refuted("the checksum of the age key fails") }
        let isClassic = key.prefix.elementsEqual("age-secret-key-".utf8) && key.bytes.count == 32
        let isHybrid = key.prefix.elementsEqual("age-secret-key-pq-".utf8)
        return isClassic || isHybrid
            ? .proven("the checksum of the age secret key holds") : .refuted("not an age secret key")
    }
}
