import RequiredSecrets
import Testing

/// No way of showing things shows a value.
@Suite struct SecrecyTests {
    private struct Holder {
        let secrets: ValidatedSecrets<AppSecret>
        let key: SecretValue
    }

    private func renderings(_ value: Any) -> [String] {
        var dumped = ""
        dump(value, to: &dumped)
        return ["\(value)", String(describing: value), String(reflecting: value), dumped, mirrored(value, depth: 6)]
    }

    private func mirrored(_ value: Any, depth: Int) -> String {
        guard depth > 0 else { return "" }
        return Mirror(reflecting: value).children.map {
            "\($0.label ?? ""): \($0.value) " + mirrored($0.value, depth: depth - 1)
        }.joined()
    }

    @Test func validatedSecretsShowNothing() throws {
        let secrets = try AppSecret.validate(for: .production, in: SecretEnvironment(Sound.all))
        let values: [Any] = [
            secrets, secrets[.jwtKey], Holder(secrets: secrets, key: secrets[.jwtKey]),
            [secrets[.jwtKey]] as [SecretValue],
            Optional(secrets[.authSecret]) as Any, (secrets[.jwtKey], 1), ["a": secrets[.databasePassword]],
        ]
        for rendering in values.flatMap(renderings) {
            for value in Sound.all.values {
                #expect(!rendering.contains(value) && !rendering.contains(value.prefix(6)), "\(rendering)")
                #expect(!rendering.contains(Array(value.utf8).prefix(4).map(String.init).joined(separator: ", ")))
            }
        }
        #expect("\(secrets[.jwtKey])" == "******", "neither the value nor its length")
        #expect("\(secrets)" == "3 validated secrets")
    }

    @Test func faultsShowNothingOfAnUnfitValue() throws {
        var noise = Noise(seed: 6)
        let unfit = ["letmein-" + "12", "t0p-" + "s3cr3t", "<put-it-" + "here>", "q8Vz", "sec" + "ret99"]
        for value in unfit + (0..<200).map({ _ in noise.text(of: "abcdefghijkmnpqrstuvwxyz23456789", count: 9) }) {
            let error = try #require(throws: RequiredSecretsError.self) {
                try AppSecret.validate(for: .production, in: Sound.with("JWT_SECRET_KEY", value))
            }
            for rendering in renderings(error) + error.faults.flatMap(renderings) {
                #expect(!rendering.contains(value))
                #expect(!rendering.contains(Array(value.utf8).map(String.init).joined(separator: ", ")))
            }
        }
    }
}
