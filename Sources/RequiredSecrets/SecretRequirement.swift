/// What a program asks of one secret.
public struct SecretRequirement: Sendable, Hashable {
    /// The least that a value must have in production.
    public enum Minimum: Sendable, Hashable {
        /// Bytes of the value as it stands in the environment: 32 bytes in hexadecimal are 64 of these.
        case bytes(Int)
        /// Bits that someone must guess, as `SecretValue.estimatedBits` estimates them: 128 for a key.
        case bits(Int)

        /// What is asked where nothing is said: suits keys and tokens; a person's password may need less.
        public static let usual = Minimum.bytes(16)
    }

    /// The environment variable.
    public let name: String
    /// What it is for, for the one who must set it: `signs session tokens`.
    public let purpose: String
    public let minimum: Minimum
    /// The command that makes one: `openssl rand -hex 32`.
    public let generate: String?

    public init(_ name: String, purpose: String, minimum: Minimum = .usual, generate: String? = nil) {
        self.name = name
        self.purpose = purpose
        self.minimum = minimum
        self.generate = generate
    }
}
