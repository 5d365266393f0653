/// `--explain` says of every candidate what became of it, in words a person understands.

import TestSupport
import Testing

struct ExplainTests {
    /// A line of code, and what is said of a candidate in it, as `check  verdict  reason`.
    private static let lines: [(code: String, said: String)] = [
        ("db_password = 'hunter2!'", "value pass the name of a password, a short value that nobody typed"),
        (
            "password_field = 'kV8tzQm21'",
            "name reject the name has 'field' behind the secret's word: it is about a secret, not one"
        ),
        ("api_key = 'your-key-goes-here'", "placeholder reject placeholder words"),
        ("password = '${DB_PASSWORD}'", "reference reject a variable reference"),
        ("password = '$6$salt$hash'", "known-format reject the hash of a password"),
        (
            "session_token = '0f8fad5b-d9cb-469f-a165-70867728950e'",
            "known-format lower a UUID that unlocks: confidence medium at most"
        ),
        ("api_token = 'sunshine'", "value reject the name of a token, a word: too little for a finding"),
        (
            "url = 'postgres://admin:secret@db.acme.test/x'",
            "stand-in lower a word that stands in for a secret: confidence low at most"
        ),
        (
            "url = 'x-db://key:API_TOKEN@db.acme.test/x'",
            "stand-in reject a user and a password that stand in for real ones"
        ),
        ("JWT_SECRET = os.getenv('JWT_SECRET', 'dev-secret')", "default-value grade weak: severity high"),
        ("key = 'AKIA\("IOSFODNN7")EXAMPLE'", "placeholder reject an example of the documentation"),
    ]

    /// The steps of a report, with single spaces.
    private func steps(of text: String) -> [String] {
        text.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
    }

    @Test func everyCheckSaysWhyInWords() throws {
        let tree = try TestTree()
        try tree.write(ExplainTests.lines.map(\.code).joined(separator: "\n") + "\n", to: "a.py")
        let run = try Lapwing.run("scan", ".", "--explain", in: tree)
        let steps = steps(of: run.text)
        for (code, said) in ExplainTests.lines {
            #expect(steps.contains(said), "\(code): \(steps.joined(separator: "\n"))")
        }
    }

    /// What was accepted before, and what is less sure than was asked for, is no longer called reported.
    @Test func whatIsNotReportedSaysWhy() throws {
        let tree = try TestTree()
        try tree.write("ref: refs/heads/main\n", to: ".git/HEAD")
        try tree.write(
            "api_token = 'kV8tz-Qm21xLp9' # lapwing:allow[generic-secret-quoted] made up\npassword = 'sunshine'\n",
            to: "a.py")
        let run = try Lapwing.run("scan", ".", "--explain", "--min-confidence", "high", in: tree)
        #expect(run.text.contains("accepted before (marker, line 1)"), "\(run.text)")
        #expect(
            run.text.contains("not reported: its confidence is medium, and high was asked for"), "\(run.text)")
    }
}
