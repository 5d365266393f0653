import Findings
import Testing

/// Known defaults in files as people have them, one for each class and place. The values are joined here, so that no line of this
/// repository holds one whole.
@Suite struct KnownDefaultScanTests {
    struct Case: Sendable {
        let path: String
        let parts: [String]
        let severity: Severity
        let variable: String
        let product: String
    }

    static let cases = [
        // In a fallback position, where it looks like a placeholder.
        Case(
            path: "superset_config.py",
            parts: [
                "SECRET_KEY = os.environ.get('SUPERSET_SECRET_KEY', 'CHANGE_ME_TO_A", "_COMPLEX_", "RANDOM_SECRET')",
            ],
            severity: .critical, variable: "SUPERSET_SECRET_KEY", product: "Apache Superset, CVE-2023-27524"),
        Case(
            path: "airflow.cfg", parts: ["[webserver]\nsecret_key = temporary", "_key\n"], severity: .critical,
            variable: "secret_key", product: "Apache Airflow, CVE-2020-17526"),
        Case(
            path: "docker-compose.yml",
            parts: ["      JWT_SECRET: super-", "secret-jwt-token-", "with-at-least-32-", "characters-long\n"],
            severity: .critical, variable: "JWT_SECRET", product: "Supabase"),
        Case(
            path: "wp-config.php", parts: ["define( 'AUTH_KEY', 'put your", " unique phrase", " here' );"],
            severity: .critical,
            variable: "AUTH_KEY", product: "WordPress"),
        Case(
            path: "app/settings.py", parts: ["SECRET_KEY = 'django-", "insecure-", "k3v9x2m7q1w8z5t4n6b0&*(=+'"],
            severity: .critical, variable: "SECRET_KEY", product: "Django"),
        // Wherever it stands.
        Case(
            path: "client.c", parts: ["  return call(url, \"edd1c9f0", "34335f136f87", "ad84b625c8f1\");"],
            severity: .critical,
            variable: "", product: "Apache APISIX, CVE-2020-13945"),
        Case(
            path: "notes.java", parts: ["// it is SW2YcwTI", "b9zpOO", "hoPsMm by default"], severity: .critical,
            variable: "",
            product: "Grafana"),
        // One level less in a test.
        Case(
            path: "tests/test_app.py",
            parts: ["KEY = '09d25e094faa6ca2", "556c818166b7a956", "3b93f7099f6f0f4c", "aa6cf63b88e8d3e7'"],
            severity: .high, variable: "KEY", product: "FastAPI tutorial"),
        // Published for emulators and local use.
        Case(
            path: "local.py",
            parts: [
                "account_key = os.getenv('ACCOUNT_KEY', 'Eby8vdM02xNOcqFl", "qUwJPLlmEtlCDXJ1", "OUzFT50uSRZ6IFsu",
                "Fq2UVErCz4I6tq/K", "1SZFPTOtr/KBHBek", "soGMGw==')",
            ], severity: .low, variable: "ACCOUNT_KEY", product: "Azurite"),
        Case(
            path: "hardhat.config.js",
            parts: ["const key = '0xac0974bec39a17e3", "6ba4a6b4d238ff94", "4bacb478cbed5efc", "ae784d7bf4f2ff80'"],
            severity: .low, variable: "key", product: "Hardhat"),
    ]

    @Test(arguments: cases)
    func isFoundAndNamed(_ expected: Case) throws {
        let suite = try FixtureSuite()
        let seen = suite.scan(Array(expected.parts.joined().utf8), FixtureSuite.label("x/" + expected.path))
        #expect(seen.count == 1, "\(seen.map(\.rule))")
        #expect(seen.first?.severity == expected.severity, "\(seen.map(\.rule))")
        #expect(seen.first?.message.contains(expected.product) == true, "\(seen.map(\.message))")
        if seen.first?.kind == .default { #expect(seen.first?.variable == expected.variable) }
    }

    /// Short words that products ship are found where a secret is expected, and nowhere else.
    @Test func shortValuesNeedTheirPlace() throws {
        let suite = try FixtureSuite()
        for word in ["changeit", "change" + "this", "t0p-s3" + "cr3t", "tobe" + "modified"] {
            #expect(
                suite.scan(Array("print('\(word)')\nname = '\(word)'\n".utf8), FixtureSuite.label("x/a.py")).isEmpty)
        }
    }
}
