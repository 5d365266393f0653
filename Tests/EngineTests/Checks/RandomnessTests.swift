import Testing

@testable import Engine

@Suite struct RandomnessTests {
    @Test(arguments: [
        "password", "database_password", "maxConnectionCount", "AUTHENTICATION_REQUIRED", "Geburtstagskuchen",
        "contribuyente",
        "HttpServletRequest", "configuration", "summer", "README",
    ]) func whatPeopleType(text: String) { #expect(!Randomness.isGenerated(ascii(text))) }

    @Test(arguments: [
        "kV8tzQm21xLp", "1cc158ee69fa5035", "qWzLpXvTkRbNdMhG", "xbdneceaofsq", "3f4ca100e2fc675ea123f4eb12c4a012",
        "Zq81-mXc04_Lrt9",
    ]) func whatGeneratorsMake(text: String) { #expect(Randomness.isGenerated(ascii(text))) }

    /// Shannon entropy cannot tell these apart: the same letters in another order.
    @Test func orderMatters() {
        #expect(Randomness.evidence(ascii("understandable")) < Randomness.evidence(ascii("dnbasuetlerdna")))
    }

    @Test func anEmptyValueSaysNothing() { #expect(Randomness.evidence([]) == 0) }

    /// Of generated values nearly all are known as such, whatever their alphabet.
    @Test(arguments: [
        ("0123456789abcdef", 16, 999), ("abcdefghijklmnopqrstuvwxyz0123456789", 12, 990), (base62Digits, 12, 995),
        ("abcdefghijklmnopqrstuvwxyz", 16, 980),
    ]) func generatedValuesAreKnown(alphabet: String, length: Int, least: Int) {
        var noise = ProofNoise(seed: 5)
        let known = (0..<1_000).count { _ in Randomness.isGenerated(noise.text(length, of: alphabet)) }
        #expect(known >= least)
    }
}
