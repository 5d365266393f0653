/// Whether a program runs for real, which decides how strictly its secrets are judged.
public enum Deployment: Sendable, Hashable {
    /// Every secret must be set and sound.
    case production
    /// A secret may be empty or weak. A placeholder or a value that strangers know is refused even here.
    case development

    /// The variables that say where a program runs, in the customs of many languages.
    public static let variables = [
        "APP_ENV", "APP_ENVIRONMENT", "ENVIRONMENT", "ENV", "DEPLOYMENT_ENVIRONMENT", "DEPLOY_ENV", "NODE_ENV",
        "RAILS_ENV",
        "RACK_ENV", "SWIFT_ENV", "VAPOR_ENV", "HUMMINGBIRD_ENV", "DJANGO_ENV", "FLASK_ENV", "FASTAPI_ENV", "PYTHON_ENV",
        "GO_ENV", "RUST_ENV", "MIX_ENV", "ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT", "SPRING_PROFILES_ACTIVE",
    ]

    /// What those variables mean when they say that it is not for real. Anything else (`staging`, a misspelt word) is production.
    public static let developmentWords: Set<String> = [
        "development", "develop", "dev", "local", "localhost", "test", "tests", "testing", "unittest", "ci", "debug",
    ]

    /// Reads the variables: development if at least one of them says so and none says anything else. Silence is production: a
    /// variable that somebody forgot must not switch the check off.
    public static func detected(in environment: SecretEnvironment = .process) -> Deployment {
        var isDevelopment = false
        for variable in variables {
            guard let bytes = environment.value(of: variable) else { continue }
            let words = String(decoding: bytes, as: UTF8.self).lowercased()
                .split { $0 == "," || $0.isWhitespace }.map(String.init)
            // Shells know ENV as the path of a file.
            if words.isEmpty || words[0].hasPrefix("/") { continue }
            guard words.allSatisfy(developmentWords.contains) else { return .production }
            isDevelopment = true
        }
        return isDevelopment ? .development : .production
    }
}
