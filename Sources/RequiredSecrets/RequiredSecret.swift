/// The secrets that a program cannot do without, and the check at start-up that makes defaults for them unnecessary. The policy:
/// secrets come from the environment only; in production none has a default; a program that lacks one stops at once and names
/// all that it lacks. docs/required-secrets.md has a quick start.
///
/// Declare them as the cases of one enumeration:
///
///     enum AppSecret: RequiredSecret {
///         case jwtKey, databasePassword
///
///         var requirement: SecretRequirement {
///             switch self {
///             case .jwtKey:
///                 SecretRequirement(
///                     "JWT_SECRET_KEY", purpose: "signs session tokens", minimum: .bytes(32),
///                     generate: "openssl rand -hex 32")
///             case .databasePassword:
///                 SecretRequirement("DATABASE_PASSWORD", purpose: "opens the database")
///             }
///         }
///     }
///
/// and begin the program with
///
///     let secrets = AppSecret.validateOrExit()
///     let signer = Signer(key: secrets[.jwtKey].bytes)
///
/// There is no list to keep beside the declarations: a case that exists is checked, and one that is not declared cannot be read.
public protocol RequiredSecret: CaseIterable, Hashable, Sendable {
    /// What is asked of this secret.
    var requirement: SecretRequirement { get }
}

extension RequiredSecret {
    /// Reads and judges every secret, and throws one error that lists all faults. The caller decides what is production; left out,
    /// the environment's own words count (see `Deployment.detected`), and silence is production.
    @discardableResult
    public static func validate(
        for deployment: Deployment? = nil, in environment: SecretEnvironment = .process
    ) throws(RequiredSecretsError) -> ValidatedSecrets<Self> {
        let deployment = deployment ?? .detected(in: environment)
        var faults: [SecretFault] = []
        var values: [Self: SecretValue] = [:]
        for secret in allCases {
            let requirement = secret.requirement
            faults += requirement.faults(in: environment, deployment: deployment)
            values[secret] = SecretValue(environment.value(of: requirement.name) ?? [])
        }
        guard faults.isEmpty else { throw RequiredSecretsError(faults) }
        return ValidatedSecrets(values)
    }

    /// The same as the first thing that a program does: writes `FATAL: …` with all faults to standard error and exits with status 1
    /// if there are any.
    @discardableResult
    public static func validateOrExit(
        for deployment: Deployment? = nil, in environment: SecretEnvironment = .process
    ) -> ValidatedSecrets<Self> {
        do {
            return try validate(for: deployment, in: environment)
        } catch {
            ProcessCalls.fail("FATAL: \(error)")
        }
    }
}

/// The values of all secrets of a program, each of them fit for where it runs. Shows none of them, wherever it is printed.
public struct ValidatedSecrets<Secret: RequiredSecret>: Sendable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    private let values: [Secret: SecretValue]

    init(_ values: [Secret: SecretValue]) { self.values = values }

    /// The value of a secret: never empty in production.
    public subscript(secret: Secret) -> SecretValue { values[secret] ?? SecretValue([]) }

    public var description: String { "\(values.count) validated secrets" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
