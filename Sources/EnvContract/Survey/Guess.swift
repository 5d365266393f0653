/// What a secret is for and how one is made, as its name suggests: a start for the one who writes the manifest.

public struct Guess: Sendable {
    public let purpose: String
    /// nil where somebody else issues it.
    public let generate: String?

    static let key = "openssl rand -hex 32"
    static let password = "openssl rand -base64 24"

    public init(_ variable: String) {
        let words = Set(variable.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init))
        func has(_ names: String...) -> Bool { names.contains { words.contains($0) } }
        let isPassword = has("password", "passwd", "pass", "pwd", "passphrase")
        if let service = Guess.services.first(where: { words.contains($0.word) }) {
            (purpose, generate) = ("calls \(service.name), which issues it", nil)
        } else if has("jwt") {
            (purpose, generate) = ("signs and verifies tokens (JWT)", Guess.key)
        } else if has("session", "cookie") {
            (purpose, generate) = ("signs sessions and cookies", Guess.key)
        } else if has("csrf", "xsrf") {
            (purpose, generate) = ("protects forms against forged requests", Guess.key)
        } else if has("encryption", "encrypt", "cipher", "aes", "fernet") {
            (purpose, generate) = ("encrypts stored data", Guess.key)
        } else if has("webhook") {
            (purpose, generate) = ("verifies webhooks", Guess.key)
        } else if has("db", "database", "postgres", "postgresql", "pg", "mysql", "mariadb", "mongo", "mongodb") {
            (purpose, generate) = ("opens the database", Guess.password)
        } else if has("redis", "rabbitmq", "amqp", "kafka") {
            (purpose, generate) = ("opens the queue or cache", Guess.password)
        } else if has("smtp", "mail", "email") {
            (purpose, generate) = ("sends mail", nil)
        } else if has("admin", "root") {
            (purpose, generate) = ("signs in the first administrator", Guess.password)
        } else if isPassword {
            (purpose, generate) = ("a password", Guess.password)
        } else if has("salt", "pepper") {
            (purpose, generate) = ("goes into hashes", Guess.key)
        } else if has("auth", "secret") {
            (purpose, generate) = ("signs what the program issues", Guess.key)
        } else {
            (purpose, generate) = ("calls a service, which issues it", nil)
        }
    }

    private static let services: [(word: String, name: String)] = [
        ("openai", "OpenAI"), ("anthropic", "Anthropic"), ("stripe", "Stripe"), ("github", "GitHub"),
        ("gitlab", "GitLab"),
        ("aws", "AWS"), ("azure", "Azure"), ("gcp", "Google Cloud"), ("google", "Google"), ("slack", "Slack"),
        ("discord", "Discord"), ("telegram", "Telegram"), ("twilio", "Twilio"), ("sendgrid", "SendGrid"),
        ("mailgun", "Mailgun"), ("sentry", "Sentry"), ("datadog", "Datadog"), ("cloudflare", "Cloudflare"),
        ("npm", "npm"), ("pypi", "PyPI"), ("huggingface", "Hugging Face"), ("hf", "Hugging Face"),
        ("facebook", "Facebook"),
        ("paypal", "PayPal"), ("supabase", "Supabase"), ("auth0", "Auth0"), ("okta", "Okta"), ("vault", "Vault"),
    ]
}
