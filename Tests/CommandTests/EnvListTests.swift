/// `lapwing env list`: what it takes for a read, for a default and for a check at start-up.

import EnvContract
import Foundation
import TestSupport
import Testing

@testable import LapwingCLI

struct EnvListTests {
    /// In this process: a debug build of the program takes long to start.
    @Test(arguments: cases) func readsDefaultsAndChecksAreSeen(_ one: Case) throws {
        let tree = try TestTree([one.path: one.source + "\n"])
        let survey = try EnvSurvey(of: tree.root, manifest: nil)
        #expect(survey.problems.isEmpty && survey.variables.map(\.name) == [one.name])
        #expect(survey.variables.first?.default.rawValue == one.default)
        let coverage = survey.variables.first?.coverage
        #expect(coverage?.state.rawValue == one.checked, "\(coverage?.reason ?? "")")
    }

    @Test(arguments: [
        ("a.py", "x = os.getenv(\"LOG_LEVEL\")"), ("a.py", "os.environ[\"JWT_SECRET\"] = key"),
        ("a.py", "u = os.getenv(\"TOKEN_URL\")"), ("a.py", "class User(Model):\n    password: str"),
        ("a.ts", "process.env.SECRET_NAME"), ("run.sh", "TOKEN=$(curl x)\necho $TOKEN"),
        ("run.sh", "local API_TOKEN=$1\necho ${API_TOKEN}"), ("README.md", "os.environ[\"JWT_SECRET\"]"),
    ]) func whatIsNoReadOfASecretIsNotListed(path: String, source: String) throws {
        let tree = try TestTree([path: source + "\n"])
        #expect(try EnvSurvey(of: tree.root, manifest: nil).variables == [])
    }

    @Test func noFormatShowsAValue() throws {
        let tree = try TestTree(["a.py": "K = os.getenv(\"JWT_SECRET\", \"\(EnvListTests.weak)\")\n"])
        for format in ["table", "markdown", "json"] {
            let run = try Lapwing.run("env", "list", "--format", format, in: tree)
            #expect(run.text.contains("literal") && !run.text.contains(EnvListTests.weak))
        }
    }

    // MARK: Checks of several variables

    private static let reads = """
        import os
        JWT_SECRET = os.getenv("JWT_SECRET", "")
        DB_PASSWORD = os.getenv("DB_PASSWORD", "")
        API_TOKEN = os.getenv("API_TOKEN", "")

        """

    private func states(_ source: String) throws -> [String: String] {
        let (listing, _) = try EnvListing.of(TestTree(["settings.py": EnvListTests.reads + source]))
        return Dictionary(uniqueKeysWithValues: listing.variables.map { ($0.name, $0.checked) })
    }

    @Test func aCheckThatOmitsOneFieldIsSeen() throws {
        let source = """
            def validate_secrets():
                if not JWT_SECRET or not DB_PASSWORD:
                    raise SystemExit("missing")

            validate_secrets()
            """
        let (listing, _) = try EnvListing.of(TestTree(["settings.py": EnvListTests.reads + source]))
        #expect(listing.variables.map(\.checked) == ["no", "yes", "yes"])
        #expect(
            listing["API_TOKEN"]?.reason
                == "validate_secrets (./settings.py:5) checks 2 other secrets but omits this one")
        #expect(listing["JWT_SECRET"]?.reason == "validate_secrets (./settings.py:5) checks it")
    }

    @Test func aListOfRequiredNamesIsACheckWhereTheCodeFailsOverIt() throws {
        let list = "REQUIRED = [\"JWT_SECRET\", \"DB_PASSWORD\"]\n"
        let loop = "for name in REQUIRED:\n    if not os.environ.get(name):\n        raise SystemExit(name)\n"
        #expect(try states(list + loop) == ["JWT_SECRET": "yes", "DB_PASSWORD": "yes", "API_TOKEN": "no"])
        #expect(try states(list) == ["JWT_SECRET": "no", "DB_PASSWORD": "no", "API_TOKEN": "no"])
    }

    @Test func aCheckThatNothingCallsIsUnknownAndOneThatOnlyWarnsIsNone() throws {
        let check = "def check_secrets():\n    if not JWT_SECRET:\n        "
        #expect(try states(check + "raise ValueError()\n")["JWT_SECRET"] == "unknown")
        #expect(try states(check + "raise ValueError()\n\ndef main():\n    check_secrets()\n")["JWT_SECRET"] == "yes")
        #expect(try states(check + "print('no secret')\n\ncheck_secrets()\n")["JWT_SECRET"] == "no")
    }

    @Test func aCheckThatGoesThroughAllFieldsIsUnknown() throws {
        let check =
            "def validate_settings(s):\n    for f in vars(s):\n        if not f:\n            raise ValueError()\n\nvalidate_settings(s)\n"
        #expect(Set(try states(check).values) == ["unknown"])
    }

    @Test func aValidatorOfASettingsClassIsACheck() throws {
        let source = """
            class Settings(BaseSettings):
                jwt_secret: str = ""
                api_token: str = ""

                @model_validator(mode="after")
                def refuse_absence(self):
                    if not self.jwt_secret:
                        raise ValueError("JWT_SECRET")
                    return self

            """
        let (listing, _) = try EnvListing.of(TestTree(["settings.py": source]))
        #expect(listing["JWT_SECRET"]?.checked == "yes" && listing["API_TOKEN"]?.checked == "no")
    }

    @Test func aCheckInAnotherFileCounts() throws {
        let tree = try TestTree([
            "config.ts":
                "export const jwtSecret = process.env.JWT_SECRET ?? '';\nexport const token = process.env.API_TOKEN ?? '';\n",
            "main.ts":
                "import { jwtSecret } from './config';\nfunction assertConfig() {\n  if (!jwtSecret) {\n    throw new Error('JWT_SECRET');\n  }\n}\nassertConfig();\n",
        ])
        let (listing, _) = try EnvListing.of(tree)
        #expect(listing["JWT_SECRET"]?.checked == "yes" && listing["API_TOKEN"]?.checked == "no")
    }

    @Test func theEntrypointCoversWhatTheManifestRequires() throws {
        let tree = try TestTree([
            "a.py": "K = os.getenv(\"JWT_SECRET\")\nT = os.getenv(\"API_TOKEN\")\nP = os.getenv(\"DB_PASSWORD\")\n",
            "Dockerfile": "FROM a\nENTRYPOINT [\"lapwing\", \"env\", \"check\", \"--\"]\n",
            "lapwing.env.yml":
                "secrets:\n  - name: JWT_SECRET\n    purpose: signs\n  - name: API_TOKEN\n    purpose: calls\n    required-in: []\n",
        ])
        let (listing, _) = try EnvListing.of(tree)
        #expect(listing.variables.map(\.checked) == ["no", "no", "yes"])
        #expect(listing["JWT_SECRET"]?.purpose == "signs" && listing["JWT_SECRET"]?.generate == nil)
    }

    // MARK: Formats, tests, bad input

    @Test func readsInTestsAreCountedNotListed() throws {
        let tree = try TestTree(["a.py": "x = 1\n", "tests/a.py": "os.environ[\"API_TOKEN\"]\n"])
        let (without, _) = try EnvListing.of(tree)
        #expect(without.variables.isEmpty && without.passedOver == 1)
        let (with, _) = try EnvListing.of(tree, "--include-tests")
        #expect(with.variables.map(\.name) == ["API_TOKEN"] && with.passedOver == 0)
    }

    @Test func tableAndMarkdownShowTheSame() throws {
        let tree = try TestTree(["a.py": "K = os.getenv(\"JWT_SECRET\", \"\")\n"])
        let table = try Lapwing.run("env", "list", in: tree).text
        #expect(
            table == """
                VARIABLE    DEFAULT  CHECKED  PURPOSE
                JWT_SECRET  empty    no       signs and verifies tokens (JWT)
                    read     ./a.py:1 (empty default)
                    checked  no: nothing fails when it is missing
                    make     openssl rand -hex 32

                1 secret: checked at start-up 0 yes, 1 no, 0 unknown; 0 with a literal default.

                """)
        let markdown = try Lapwing.run("env", "list", "--format", "markdown", in: tree).text
        #expect(
            markdown.hasSuffix(
                "| `JWT_SECRET` | `./a.py:1` | empty | no: nothing fails when it is missing | signs and verifies tokens (JWT) | `openssl rand -hex 32` |\n"
            ))
    }

    @Test func aMissingPathIsTwo() throws {
        let run = try Lapwing.run("env", "list", "nope", in: TestTree())
        #expect(run.status == 2 && run.errors.contains("nope: No such file or directory"))
    }

    @Test func whatCannotBeReadIsTwoAndTheRestIsListed() throws {
        let tree = try TestTree(["a.py": "os.environ[\"JWT_SECRET\"]\n"])
        try tree.makeUnreachableDirectory(in: "deep")
        let (listing, run) = try EnvListing.of(tree)
        #expect(run.status == 2 && listing.variables.map(\.name) == ["JWT_SECRET"])
        #expect(listing.problems.map(\.message) == ["File name too long"])
    }

    @Test(.enabled(if: geteuid() != 0, "root can read a file without permissions"))
    func anUnreadableFileIsTwo() throws {
        let tree = try TestTree(["a.py": "x\n", "b.py": "os.environ[\"JWT_SECRET\"]\n"])
        tree.setMode(0, of: "a.py")
        let (listing, run) = try EnvListing.of(tree)
        #expect(
            run.status == 2 && listing.variables.count == 1 && listing.problems.map(\.message) == ["Permission denied"])
    }

    @Test func namesOfFilesCannotSteerTheTerminal() throws {
        let tree = try TestTree(["a\u{1B}[31m.py": "os.environ[\"JWT_SECRET\"]\n"])
        for format in ["table", "markdown", "json"] {
            let run = try Lapwing.run("env", "list", "--format", format, in: tree)
            #expect(run.status == 0 && !run.output.contains(0x1B))
        }
    }

    @Test func aUsersOwnRulesCount() throws {
        let rule = """
            provider: Own
            rules:
              - id: own-read
                name: Own read
                description: Reads.
                kind: env-read
                read: required
                anchors: ['vault(']
                pattern: '\\bvault\\({{env-name}}'
                checks: [name(strict)]
                paths: {include: ['**/*.py']}
                examples:
                  match: [{text: 'vault("A_SECRET")', path: a.py}, {text: 'vault("B_TOKEN")', path: a.py}]
                  no-match: ['vault("PORT")', 'vault(x)']
                references: [https://example.com]
            """
        let tree = try TestTree(["a.py": "k = vault(\"JWT_SECRET\")\n", "rules.yml": rule])
        #expect(try EnvListing.of(tree, "--rules", "rules.yml").0.variables.map(\.name) == ["JWT_SECRET"])
        #expect(
            try Lapwing.run("scan", "a.py", "--rules", "rules.yml", in: tree).status == 0,
            "an observation is no finding")
    }
}
