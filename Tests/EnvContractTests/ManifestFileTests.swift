import RequiredSecrets
import Testing

@testable import EnvContract

/// What a manifest may say, and how each mistake is told.
@Suite struct ManifestFileTests {
    @Test func everyKeyIsRead() {
        let file = ManifestFile(
            """
            secrets:
              - name: JWT_SECRET_KEY
                purpose: signs session tokens
                required-in: [production, development]
                minimum: 64 bytes
                generate: openssl rand -hex 32
              - name: PGPASSWORD
                purpose: opens the database
                required-in: []
                minimum: 60 bits
                read-by: libpq
              - name: API_TOKEN
                purpose: calls the API
            """, name: "m.yml")
        #expect(file.faults == [])
        #expect(
            file.manifest.entries == [
                ManifestEntry(
                    SecretRequirement(
                        "JWT_SECRET_KEY", purpose: "signs session tokens", minimum: .bytes(64),
                        generate: "openssl rand -hex 32"), requiredIn: [.production, .development]),
                ManifestEntry(
                    SecretRequirement("PGPASSWORD", purpose: "opens the database", minimum: .bits(60)), requiredIn: [],
                    readBy: "libpq"),
                ManifestEntry(SecretRequirement("API_TOKEN", purpose: "calls the API", minimum: .bytes(16))),
            ])
    }

    @Test func anEmptyListIsAManifest() {
        let file = ManifestFile("secrets: []\n", name: "m.yml")
        #expect(file.faults == [] && file.manifest.entries == [])
    }

    private static let head = "secrets:\n  - name: A_SECRET\n    purpose: p\n"

    @Test(arguments: [
        ("", "m.yml:1: the file is empty"), ("secrets: [", "m.yml:2: not valid YAML"),
        ("- a\n", "m.yml:1: a manifest must be a mapping"),
        ("secret: []\n", "m.yml:1: unknown key 'secret' in a manifest; did you mean 'secrets'?"),
        ("{}\n", "m.yml:1: missing key 'secrets'"), ("secrets: yes\n", "m.yml:1: 'secrets' must be a list"),
        ("secrets:\n  - purpose: p\n", "m.yml:2: missing key 'name'"),
        ("secrets:\n  - name: A\n", "m.yml:2: missing key 'purpose'"),
        ("secrets:\n  - name: 1A\n    purpose: p\n", "m.yml:2: '1A' is no name of a variable"),
        ("secrets:\n  - name: A=B\n    purpose: p\n", "m.yml:2: 'A=B' is no name of a variable"),
        (head + "    minimun: 3 bytes\n", "m.yml:4: unknown key 'minimun' in a secret; did you mean 'minimum'?"),
        (
            head + "    minimum: 32\n",
            "m.yml:4: 'minimum' is a number of bytes or bits, like '32 bytes' or '128 bits', not '32'; did you mean '32 bytes'?"
        ),
        (head + "    minimum: 0 bytes\n", "m.yml:4: 'minimum' is a number"),
        (head + "    minimum: 5 words\n", "m.yml:4: 'minimum' is a number"),
        (
            head + "    required-in: [prodution]\n",
            "m.yml:4: 'prodution' is no place; there are: production, development; did you mean 'production'?"
        ),
        (head + "    required-in: [production, production]\n", "m.yml:4: 'production' is given twice"),
    ])
    func aMistakeIsToldWithItsLine(text: String, fault: String) {
        let faults = ManifestFile(text, name: "m.yml").faults.map(\.description)
        #expect(faults.count == 1 && faults[0].hasPrefix(fault), "\(faults)")
    }

    @Test func entriesThatContradictEachOtherAreMistakes() {
        let twice = ManifestFile(ManifestFileTests.head + "  - name: A_SECRET\n    purpose: q\n", name: "m.yml")
        #expect(
            twice.faults.map(\.description) == [
                "m.yml:4: 'A_SECRET' has an entry already, on line 2: keep one of the two"
            ])
        let short = ManifestFile(
            ManifestFileTests.head + "    minimum: 64 bytes\n    generate: openssl rand -hex 16\n", name: "m.yml")
        #expect(
            short.faults.map(\.description) == [
                "m.yml:5: 'openssl rand -hex 16' makes 32 bytes, but 'minimum' asks for 64: change one of the two"
            ])
        let inside = ManifestFile(ManifestFileTests.head + "    required-in: [development]\n", name: "m.yml")
        #expect(inside.faults.map(\.line) == [4])
    }

    @Test func allMistakesAreToldAtOnce() {
        let file = ManifestFile(
            "secrets:\n  - name: 1\n    porpose: p\n  - purpose: q\n    minimum: x\n", name: "m.yml")
        #expect(file.faults.map(\.line) == [3, 2, 2, 4, 5] || Set(file.faults.map(\.line)) == [2, 3, 4, 5])
        #expect(file.faults.count == 5)
    }

    @Test func bytesThatAreNoTextAreAMistakeOnTheirLine() {
        let file = ManifestFile(Array("secrets:\n  - name: A\n    purpose: ".utf8) + [0xFF, 0x0A], name: "m.yml")
        #expect(file.faults.map(\.line) == [3] && file.manifest.entries == [])
    }

    @Test(arguments: [
        ("openssl rand -hex 32", 64), ("openssl rand -base64 32", 44), ("openssl rand -base64 24", 32),
        ("openssl rand 32", nil), ("pwgen 32", nil), ("openssl rand -hex x", nil),
    ]) func theLengthOfWhatAGeneratorMakesIsKnown(command: String, length: Int?) {
        #expect(Generator.length(of: command) == length)
    }
}

/// How a manifest judges an environment.
@Suite struct ManifestCheckTests {
    private func reasons(_ value: String?, _ deployment: Deployment, in places: Set<Deployment>) -> [SecretFault.Reason]
    {
        let entry = ManifestEntry(SecretRequirement("A", purpose: "p"), requiredIn: places)
        let environment = SecretEnvironment(value.map { ["A": $0] } ?? [:])
        return Manifest([entry]).faults(in: environment, deployment: deployment).map(\.reason)
    }

    @Test func absenceIsAFaultOnlyWhereTheSecretIsRequired() {
        for value in [nil, "", " "] as [String?] {
            let absence: [SecretFault.Reason] = [value == nil ? .missing : .empty]
            #expect(reasons(value, .production, in: [.production]) == absence)
            #expect(reasons(value, .development, in: [.production]) == [])
            #expect(reasons(value, .development, in: [.production, .development]) == absence)
            #expect(reasons(value, .production, in: []) == [])
        }
    }

    @Test func aValueThatIsGivenIsJudgedWhereverItIs() {
        let weak: [SecretFault.Reason] = [.weak, .tooShort(minimum: 16)]
        #expect(reasons("sec" + "ret", .production, in: []) == weak)
        #expect(reasons("sec" + "ret", .development, in: [.production]) == [])
        #expect(reasons("sec" + "ret", .development, in: [.production, .development]) == weak)
        #expect(reasons("<your-secret>", .development, in: [.production]) == [.placeholder])
    }
}
