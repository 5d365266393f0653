/// `lapwing env init` and `lapwing env diff`.

import TestSupport
import Testing

struct EnvInitTests {
    private static let code = "A = os.environ[\"JWT_SECRET\"]\nB = os.environ[\"STRIPE_API_KEY\"]\n"

    @Test func theManifestAndTheExampleAreWritten() throws {
        let tree = try TestTree(["a.py": EnvInitTests.code])
        let run = try Lapwing.run("env", "init", in: tree)
        #expect(run.status == 0)
        #expect(
            String(decoding: tree.read("lapwing.env.yml"), as: UTF8.self).hasSuffix(
                """
                secrets:
                  - name: JWT_SECRET
                    purpose: signs and verifies tokens (JWT)
                    required-in: [production]
                    minimum: 16 bytes
                    generate: openssl rand -hex 32
                  - name: STRIPE_API_KEY
                    purpose: "calls Stripe, which issues it"
                    required-in: [production]
                    minimum: 16 bytes

                """))
        #expect(
            String(decoding: tree.read(".env.example"), as: UTF8.self) == """
                # signs and verifies tokens (JWT)
                # make one with: openssl rand -hex 32
                JWT_SECRET=

                # calls Stripe, which issues it
                STRIPE_API_KEY=

                """)
        #expect(try Lapwing.run("env", "diff", in: tree).status == 0)
        #expect(try Lapwing.run("env", "check", in: tree).status == 1, "what it wrote can be read")
        #expect(try Lapwing.run("scan", ".", in: tree).status == 0, "what it wrote is clean")
    }

    @Test(arguments: ["lapwing.env.yml", ".env.example"]) func nothingIsOverwrittenWithoutForce(name: String) throws {
        let tree = try TestTree(["a.py": EnvInitTests.code, name: "mine\n"])
        let run = try Lapwing.run("env", "init", in: tree)
        #expect(run.status == 2 && run.errors.contains("\(name) exists already: nothing was written; --force"))
        #expect(tree.read(name) == Array("mine\n".utf8))
        let other = name == ".env.example" ? "lapwing.env.yml" : ".env.example"
        #expect(tree.read(other).isEmpty)
    }

    @Test func forceKeepsWhatAPersonWrote() throws {
        let tree = try TestTree([
            "a.py": EnvInitTests.code,
            "lapwing.env.yml": """
            secrets:
              - name: JWT_SECRET
                purpose: 'signs: "tokens"'
                required-in: [production, development]
                minimum: 256 bits
              - name: OLD_SECRET
                purpose: nothing
              - name: PGPASSWORD
                purpose: opens the database
                read-by: libpq

            """,
            ".env.example": "# ours\nPORT=8080\nexport JWT_SECRET=sec" + "ret\nPLAIN\n",
        ])
        let run = try Lapwing.run("env", "init", "--force", in: tree)
        #expect(run.status == 0 && run.text.hasPrefix("OLD_SECRET: nothing reads it, removed\n"))
        let manifest = String(decoding: tree.read("lapwing.env.yml"), as: UTF8.self)
        #expect(
            manifest.contains(
                """
                  - name: JWT_SECRET
                    purpose: "signs: \\"tokens\\""
                    required-in: [production, development]
                    minimum: 256 bits
                  - name: PGPASSWORD
                    purpose: opens the database
                    required-in: [production]
                    minimum: 16 bytes
                    read-by: libpq
                  - name: STRIPE_API_KEY
                """))
        let example = String(decoding: tree.read(".env.example"), as: UTF8.self)
        #expect(
            example.hasPrefix("# ours\nPORT=8080\nexport JWT_SECRET=\nPLAIN\n\n# opens the database\nPGPASSWORD=\n"))
        #expect(try Lapwing.run("env", "init", "--force", in: tree).status == 0)
        #expect(
            String(decoding: tree.read("lapwing.env.yml"), as: UTF8.self) == manifest, "a second time changes nothing")
        #expect(String(decoding: tree.read(".env.example"), as: UTF8.self) == example)
    }

    @Test func whatCannotBeKeptIsNotOverwrittenEvenWithForce() throws {
        let broken = try TestTree(["a.py": EnvInitTests.code, "lapwing.env.yml": "secrets: no\n"])
        let run = try Lapwing.run("env", "init", "--force", in: broken)
        #expect(run.status == 2 && run.errors.contains("lapwing.env.yml:1: 'secrets' must be a list"))
        #expect(broken.read("lapwing.env.yml") == Array("secrets: no\n".utf8))
        let linked = try TestTree(["a.py": EnvInitTests.code, "elsewhere": "X=1\n"])
        try linked.link(".env.example", to: "elsewhere")
        #expect(try Lapwing.run("env", "init", "--force", in: linked).status == 2)
        #expect(linked.read("elsewhere") == Array("X=1\n".utf8))
    }

    @Test func halfASurveyWritesNothing() throws {
        let tree = try TestTree(["a.py": EnvInitTests.code])
        try tree.makeUnreachableDirectory(in: "deep")
        #expect(try Lapwing.run("env", "init", in: tree).status == 2)
        #expect(tree.read("lapwing.env.yml").isEmpty && tree.read(".env.example").isEmpty)
    }
}

struct EnvDiffTests {
    private func diff(_ code: String, _ manifest: String, _ arguments: String...) throws -> CommandResult {
        let tree = try TestTree(["a.py": code, "lapwing.env.yml": manifest])
        return try Lapwing.command(["env", "diff"] + arguments, in: tree).run()
    }

    private static let named = "secrets:\n  - name: JWT_SECRET\n    purpose: signs\n"

    @Test func agreementIsZero() throws {
        let run = try diff("K = os.environ[\"JWT_SECRET\"]\n", EnvDiffTests.named)
        #expect(run.status == 0 && run.text == "1 secret: the code and ./lapwing.env.yml agree.\n")
    }

    @Test func aSecretThatTheManifestDoesNotNameFails() throws {
        let run = try diff("K = os.environ[\"JWT_SECRET\"]\n", "secrets: []\n")
        #expect(run.status == 1)
        #expect(run.text == "JWT_SECRET: read at ./a.py:1, but the manifest does not name it: add it\n")
    }

    @Test func anEntryThatNothingReadsFailsUnlessItSaysWhatDoes() throws {
        let run = try diff("x = 1\n", EnvDiffTests.named)
        #expect(run.status == 1)
        #expect(
            run.text
                == "JWT_SECRET: in the manifest, but nothing reads it: remove it, or say what does with 'read-by'\n")
        #expect(try diff("x = 1\n", EnvDiffTests.named + "    read-by: libpq\n").status == 0)
    }

    @Test func aReadWithoutACheckFails() throws {
        let run = try diff("K = os.getenv(\"JWT_SECRET\", \"\")\n", EnvDiffTests.named)
        #expect(run.status == 1)
        #expect(
            run.text
                == "JWT_SECRET: read with no check at start-up (nothing fails when it is missing): see docs/env.md\n")
    }

    @Test func anUnknownCheckIsToldAndFailsOnlyWhenStrict() throws {
        let code = "def key():\n    return os.environ[\"JWT_SECRET\"]\n"
        let run = try diff(code, EnvDiffTests.named)
        #expect(run.status == 0 && run.text.hasPrefix("JWT_SECRET: unknown whether it is checked ("))
        #expect(try diff(code, EnvDiffTests.named, "--strict").status == 1)
    }

    @Test func badInputIsTwo() throws {
        #expect(try diff("x = 1\n", "secret: []\n").status == 2)
        #expect(try Lapwing.run("env", "diff", in: TestTree(["a.py": "x = 1\n"])).status == 2)
        #expect(try Lapwing.run("env", "diff", "nope", in: TestTree()).status == 2)
        let tree = try TestTree(["lapwing.env.yml": "secrets: []\n"])
        try tree.makeUnreachableDirectory(in: "deep")
        #expect(try Lapwing.run("env", "diff", in: tree).status == 2)
    }
}
