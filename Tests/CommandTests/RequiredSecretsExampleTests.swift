/// The worked example of docs/env-example.md: a service that violates the policy in five places, what Lapwing says of it, and the repaired
/// one. Runs outside of this repository, whose path would call it a fixture.

import Foundation
import TestSupport
import Testing

struct RequiredSecretsExampleTests {
    private static let folder =
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path + "/fixtures/required-secrets"
    private static let files = [
        "app/__init__.py", "app/main.py", "app/settings.py", "compose.yml", "Dockerfile", ".env.example",
    ]

    /// A copy of `before` or `after`.
    private func copy(_ name: String) throws -> TestTree {
        let tree = try TestTree()
        for file in RequiredSecretsExampleTests.files + (name == "after" ? ["lapwing.env.yml"] : []) {
            let path = "\(RequiredSecretsExampleTests.folder)/\(name)/\(file)"
            try tree.write(Array(try Data(contentsOf: URL(fileURLWithPath: path))), to: file)
        }
        return tree
    }

    private static let secrets = [
        "JWT_SECRET_KEY": "8f3Kd0qWm2Vx7Rb5Tz1Yc6Nh4Js9Lg2P", "BETTER_AUTH_SECRET": "Vq7Zt2Xc9Mb4Lk6Hj1Pw8Ry3Gd5Sf0Na",
        "PAYMENT_API_KEY": "pay-7Qm2Xv9Kt4Rw", "DATABASE_PASSWORD": "kX9-vm3Tq7-pW2hZ",
    ]

    /// Starts the service's settings, with the standard library only.
    private func start(_ tree: TestTree, environment: [String: String]) throws -> CommandResult {
        try Command(
            "/usr/bin/env", ["python3", "-B", "-c", "import app.settings"].map { Array($0.utf8) },
            environment: Lapwing.environment.merging(environment) { $1 }, directory: tree.root
        ).run()
    }

    @Test func fiveViolationsAreFound() throws {
        let result = try Lapwing.scan(".", in: copy("before"))
        #expect(result.status == 1)
        #expect(
            result.findings.map { "\($0.path):\($0.line) \($0.severity)" } == [
                "./.env.example:5 medium", "./Dockerfile:5 high", "./app/settings.py:15 high",
                "./app/settings.py:26 high",
                "./compose.yml:6 high",
            ])
    }

    @Test func theServiceStartsWithoutItsSecretsBeforeAndNoCheckCoversAny() throws {
        let tree = try copy("before")
        #expect(try start(tree, environment: [:]).status == 0, "that is what is wrong with it")
        let (listing, _) = try EnvListing.of(tree)
        #expect(listing.variables.map(\.name) == ["BETTER_AUTH_SECRET", "JWT_SECRET_KEY", "PAYMENT_API_KEY"])
        #expect(Set(listing.variables.map(\.checked)) == ["no"])
        #expect(listing["JWT_SECRET_KEY"]?.default == "literal")
    }

    @Test func theRepairedServiceScansCleanAndItsManifestAgrees() throws {
        let tree = try copy("after")
        #expect(try Lapwing.scan(".", in: tree).status == 0)
        #expect(try Lapwing.run("env", "diff", "--strict", in: tree).status == 0)
        // Its own check suffices without the entrypoint.
        try tree.remove("Dockerfile")
        try tree.remove("compose.yml")
        let (listing, _) = try EnvListing.of(tree)
        #expect(listing.variables.count == 4)
        for variable in listing.variables {
            #expect(variable.checked == "yes" && variable.reason == "validate_secrets (./app/settings.py:19) checks it")
        }
    }

    @Test func theRepairedServiceStartsOnlyWithItsSecrets() throws {
        let tree = try copy("after")
        let secrets = RequiredSecretsExampleTests.secrets
        #expect(try start(tree, environment: secrets).status == 0)
        let refused = try start(
            tree, environment: ["JWT_SECRET_KEY": secrets["JWT_SECRET_KEY"]!, "DATABASE_PASSWORD": " "])
        #expect(refused.status == 1)
        #expect(
            refused.errors
                == "FATAL: Missing required secrets: BETTER_AUTH_SECRET, PAYMENT_API_KEY, DATABASE_PASSWORD\n")
        #expect(try start(tree, environment: ["APP_ENV": "development"]).status == 0)
    }

    @Test func theEntrypointStartsItOnlyWithItsSecrets() throws {
        let tree = try copy("after")
        let command = ["env", "check", "--", "python3", "-B", "-c", "import app.settings; print('started')"]
        let started = try Lapwing.command(command, in: tree, environment: RequiredSecretsExampleTests.secrets).run()
        #expect(started.status == 0 && started.text == "started\n")
        let refused = try Lapwing.command(command, in: tree).run()
        #expect(refused.status == 1 && refused.text.isEmpty)
        #expect(
            refused.errors.hasPrefix(
                "FATAL: Missing required secrets: BETTER_AUTH_SECRET, DATABASE_PASSWORD, JWT_SECRET_KEY, PAYMENT_API_KEY\n"
            ))
    }
}
