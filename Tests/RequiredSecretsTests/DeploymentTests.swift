import RequiredSecrets
import Testing

@Suite struct DeploymentTests {
    private func detected(_ values: [String: String]) -> Deployment { .detected(in: SecretEnvironment(values)) }

    @Test func silenceIsProduction() {
        #expect(detected([:]) == .production)
        #expect(detected(["APP_ENV": ""]) == .production)
        #expect(detected(["APP_ENV": "  "]) == .production)
        #expect(detected(["SOMETHING_ELSE": "development"]) == .production)
    }

    @Test(arguments: Deployment.variables) func everyVariableIsRead(variable: String) {
        #expect(detected([variable: "development"]) == .development)
        #expect(detected([variable: "Test"]) == .development)
        #expect(detected([variable: " LOCAL\n"]) == .development)
        for word in ["production", "prod", "live", "staging", "qa", "developmnet", "dev-eu-1", "1"] {
            #expect(detected([variable: word]) == .production, "\(word)")
        }
    }

    @Test func productionWinsOverDevelopment() {
        #expect(detected(["APP_ENV": "development", "NODE_ENV": "production"]) == .production)
        #expect(detected(["NODE_ENV": "production", "RAILS_ENV": "test"]) == .production)
        #expect(detected(["APP_ENV": "dev", "NODE_ENV": "test", "ENVIRONMENT": ""]) == .development)
    }

    @Test func theStartUpFileOfAShellSaysNothing() {
        #expect(detected(["ENV": "/home/me/.shrc", "APP_ENV": "development"]) == .development)
        #expect(detected(["ENV": "/home/me/.shrc"]) == .production)
    }

    @Test func profilesAreReadOneByOne() {
        #expect(detected(["SPRING_PROFILES_ACTIVE": "dev,local"]) == .development)
        #expect(detected(["SPRING_PROFILES_ACTIVE": "dev, prod"]) == .production)
        #expect(detected(["SPRING_PROFILES_ACTIVE": ","]) == .production)
    }

    @Test func bytesThatAreNoTextAreProduction() {
        #expect(Deployment.detected(in: SecretEnvironment { $0 == "APP_ENV" ? [0xFF] : nil }) == .production)
    }
}
