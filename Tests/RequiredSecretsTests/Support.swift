import KnownValues
import RequiredSecrets
import Testing

/// The secrets of an imagined program.
enum AppSecret: RequiredSecret {
    case jwtKey
    case authSecret
    case databasePassword

    var requirement: SecretRequirement {
        switch self {
        case .jwtKey:
            SecretRequirement(
                "JWT_SECRET_KEY", purpose: "signs session tokens", minimum: .bytes(32), generate: "openssl rand -hex 32"
            )
        case .authSecret:
            SecretRequirement("BETTER_AUTH_SECRET", purpose: "signs log-ins", minimum: .bits(128))
        case .databasePassword:
            SecretRequirement("DATABASE_PASSWORD", purpose: "opens the database", minimum: .bytes(12))
        }
    }
}

/// Made up; parts, so that no line looks like somebody's secret.
enum Sound {
    static let jwtKey = ["5f0c7a1be94d2863", "c1d7e8f3a6b2094e", "77aa31d05be6f248", "90c3de15fa7b6428"].joined()
    static let authSecret = ["q9Zr-27LxVbT", "w4KfPm81NcYe", "Hs6D"].joined()
    static let databasePassword = ["gT7-wq2P", "zL0x"].joined()
    static let all = [
        "JWT_SECRET_KEY": jwtKey, "BETTER_AUTH_SECRET": authSecret, "DATABASE_PASSWORD": databasePassword,
    ]

    /// The sound environment with one variable set to something else, or not set.
    static func with(_ name: String, _ value: String?) -> SecretEnvironment {
        var values = all
        values[name] = value
        return SecretEnvironment(values)
    }
}

/// The faults that a value of a variable has.
func reasons(
    _ value: [UInt8]?, minimum: SecretRequirement.Minimum = .bytes(16), _ deployment: Deployment = .production
) -> [SecretFault.Reason] {
    SecretRequirement("A_SECRET", purpose: "tests", minimum: minimum)
        .faults(in: SecretEnvironment { $0 == "A_SECRET" ? value : nil }, deployment: deployment).map(\.reason)
}

func reasons(
    _ value: String, minimum: SecretRequirement.Minimum = .bytes(16), _ deployment: Deployment = .production
) -> [SecretFault.Reason] {
    reasons(Array(value.utf8), minimum: minimum, deployment)
}

/// The same numbers at every run.
struct Noise: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// SplitMix64.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func text(of alphabet: String, count: Int) -> String {
        let letters = Array(alphabet)
        return String((0..<count).map { _ in letters[Int.random(in: 0..<letters.count, using: &self)] })
    }
}
