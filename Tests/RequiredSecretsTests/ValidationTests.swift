import RequiredSecrets
import Testing

/// The check as a program makes it.
@Suite struct ValidationTests {
    @Test func soundSecretsAreHandedOut() throws {
        let secrets = try AppSecret.validate(for: .production, in: SecretEnvironment(Sound.all))
        #expect(secrets[.jwtKey].text == Sound.jwtKey)
        #expect(secrets[.databasePassword].bytes == Array(Sound.databasePassword.utf8))
        #expect(!secrets[.authSecret].isEmpty)
    }

    @Test func theValueIsHandedOutAsItIs() throws {
        let secrets = try AppSecret.validate(
            for: .production, in: Sound.with("JWT_SECRET_KEY", " \"\(Sound.jwtKey)\"\n"))
        #expect(secrets[.jwtKey].text == " \"\(Sound.jwtKey)\"\n")
    }

    @Test func outsideProductionASecretMayBeEmpty() throws {
        let secrets = try AppSecret.validate(for: .development, in: SecretEnvironment([String: String]()))
        for secret in AppSecret.allCases { #expect(secrets[secret].isEmpty) }
        #expect(throws: RequiredSecretsError.self) {
            try AppSecret.validate(for: .development, in: Sound.with("JWT_SECRET_KEY", "keyboard" + " cat"))
        }
    }

    @Test func leftOutTheEnvironmentDecides() throws {
        #expect(throws: RequiredSecretsError.self) {
            try AppSecret.validate(in: SecretEnvironment([String: String]()))
        }
        try AppSecret.validate(in: SecretEnvironment(["APP_ENV": "test"]))
    }

    @Test func allFaultsAreInOneError() throws {
        let environment = SecretEnvironment(["DATABASE_PASSWORD": "sec" + "ret", "BETTER_AUTH_SECRET": ""])
        let error = try #require(throws: RequiredSecretsError.self) {
            try AppSecret.validate(for: .production, in: environment)
        }
        #expect(error.faults.map(\.reason) == [.missing, .empty, .weak, .tooShort(minimum: 12)])
        #expect(error.missing == ["JWT_SECRET_KEY", "BETTER_AUTH_SECRET"])
        #expect(error.unfit == ["DATABASE_PASSWORD"])
        #expect(
            error.description == """
                Missing required secrets: JWT_SECRET_KEY, BETTER_AUTH_SECRET
                Unfit required secrets: DATABASE_PASSWORD
                  JWT_SECRET_KEY (signs session tokens) is not set; make one with: openssl rand -hex 32
                  BETTER_AUTH_SECRET (signs log-ins) is empty
                  DATABASE_PASSWORD (opens the database) holds a value that anybody would try first and is shorter than 12 bytes
                """)
        #expect(error.faults.map(\.description).last == "DATABASE_PASSWORD is shorter than 12 bytes")
    }

    /// Every subset of the secrets, missing: the error names exactly these.
    @Test(arguments: 0..<8) func theErrorNamesExactlyWhatIsMissing(subset: Int) throws {
        let names = AppSecret.allCases.map(\.requirement.name)
        let missing = names.enumerated().filter { subset >> $0.offset & 1 == 1 }.map(\.element)
        let environment = SecretEnvironment(Sound.all.filter { !missing.contains($0.key) })
        if missing.isEmpty {
            try AppSecret.validate(for: .production, in: environment)
        } else {
            let error = try #require(throws: RequiredSecretsError.self) {
                try AppSecret.validate(for: .production, in: environment)
            }
            #expect(error.missing == missing && error.unfit.isEmpty)
            #expect(error.description.hasPrefix("Missing required secrets: \(missing.joined(separator: ", "))\n"))
        }
    }

    @Test func textsFromElsewhereCannotSteerATerminal() {
        let requirement = SecretRequirement(
            "A\u{1B}[2J", purpose: "b\r\n\u{202E}c\u{2028}", generate: "d\u{7}\u{9B}e")
        let error = RequiredSecretsError([SecretFault(requirement: requirement, reason: .missing)])
        let hostile = error.description.unicodeScalars.filter { $0 != "\n" && ($0.value < 32 || $0.value > 126) }
        #expect(hostile.isEmpty)
        #expect(error.description.split(separator: "\n").count == 2)
    }

    // MARK: The process

    @Test func theProcessIsReadByDefault() async {
        await #expect(processExitsWith: .success) {
            for (name, value) in Sound.all { setVariable(name, value) }
            let secrets = AppSecret.validateOrExit(for: .production)
            precondition(secrets[.jwtKey].text == Sound.jwtKey)
        }
    }

    @Test func aProgramThatLacksSecretsEndsAtOnce() async throws {
        let result = await #expect(
            processExitsWith: .exitCode(1), observing: [\.standardErrorContent, \.standardOutputContent]
        ) {
            for name in Sound.all.keys { setVariable(name, nil) }
            setVariable("DATABASE_PASSWORD", Sound.databasePassword)
            setVariable("APP_ENV", nil)
            AppSecret.validateOrExit(for: .production)
            print("it went on")
        }
        let ended = try #require(result)
        let text = String(decoding: ended.standardErrorContent, as: UTF8.self)
        #expect(text.contains("FATAL: Missing required secrets: JWT_SECRET_KEY, BETTER_AUTH_SECRET\n"))
        #expect(!text.contains(Sound.databasePassword))
        #expect(!String(decoding: ended.standardOutputContent, as: UTF8.self).contains("it went on"))
    }

    @Test func bytesOfTheProcessAreReadWhole() async {
        await #expect(processExitsWith: .success) {
            setVariable("LAPWING_TEST_A", "naïve=€")
            let process = SecretEnvironment.process
            precondition(process.value(of: "LAPWING_TEST_A") == Array("naïve=€".utf8))
            precondition(process.value(of: "LAPWING_TEST_B") == nil)
            precondition(process.value(of: "LAPWING_TEST_A\0B") == nil)
            setVariable("LAPWING_TEST_A", "")
            precondition(process.value(of: "LAPWING_TEST_A") == [])
        }
    }

    @Test func aClosedStandardErrorChangesNoStatus() async {
        await #expect(processExitsWith: .exitCode(1)) {
            closeStandardError()
            AppSecret.validateOrExit(for: .production, in: SecretEnvironment([String: String]()))
        }
    }
}
