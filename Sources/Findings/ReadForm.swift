/// What an observation of kind `env-read` is: how the code takes a variable from its environment, or what checks that it did.
public enum ReadForm: String, Sendable, CaseIterable {
    /// Fails where it stands when the variable is not set: `os.environ["X"]`.
    case required
    /// Settings that are judged as a whole when they are loaded, and this one must be set: a schema, a placeholder of Spring.
    case declared
    /// Gives nothing, or a default, when the variable is not set: `os.getenv("X")`.
    case optional
    /// A typed field without more: it is a read if its class is one of settings, under the variable's name that the class gives it.
    case field
    /// The head, or a call, of what checks several variables: `validate_secrets(`, `REQUIRED_KEYS = [`.
    case check
    /// `lapwing env check` before a command: it checks what the manifest names.
    case manifest
}
