/// One read in each of many languages and ways, and what `lapwing env list` must make of it.

import Testing

extension EnvListTests {
    struct Case: CustomTestStringConvertible {
        let path, source: String
        let name, `default`, checked: String

        init(_ path: String, _ source: String, _ value: String, _ checked: String, name: String = "JWT_SECRET") {
            (self.path, self.source, self.default, self.checked, self.name) = (path, source, value, checked, name)
        }

        var testDescription: String { "\(path): \(source)" }
    }

    static let weak = "dev-" + "secret"

    static let cases = [
        // Python
        Case("a.py", "K = os.environ[\"JWT_SECRET\"]", "none", "yes"),
        Case("a.py", "def key():\n    return os.environ[\"JWT_SECRET\"]", "none", "unknown"),
        Case("a.py", "def key():\n    return os.environ[\"JWT_SECRET\"]\n\nKEY = key()", "none", "yes"),
        Case("a.py", "def main():\n    k = os.environ[\"JWT_SECRET\"]", "none", "yes"),
        Case("a.py", "K = os.getenv(\"JWT_SECRET\")", "none", "no"),
        Case("a.py", "K = os.getenv(\"JWT_SECRET\", \"\")", "empty", "no"),
        Case("a.py", "K = os.getenv('JWT_SECRET') or ''", "empty", "no"),
        Case("a.py", "K = os.getenv(\"JWT_SECRET\", \"\(weak)\")", "literal", "no"),
        Case("a.py", "K = os.getenv(\"JWT_SECRET\")\nif not K:\n    raise RuntimeError(\"JWT_SECRET\")", "none", "yes"),
        Case("a.py", "K = os.getenv(\"JWT_SECRET\")\nif not K:\n    log.warning(\"JWT_SECRET\")", "none", "no"),
        Case("a.py", "SECRET_KEY = config(\"JWT_SECRET\")", "none", "yes"),
        Case("a.py", "SECRET_KEY = config(\"JWT_SECRET\", default=\"\")", "empty", "no"),
        Case("a.py", "class S(BaseSettings):\n    jwt_secret: str", "none", "yes"),
        Case("a.py", "class S(BaseSettings):\n    jwt_secret: str = \"\"", "empty", "no"),
        Case("a.py", "class S(BaseSettings):\n    jwt_secret: str = \"\(weak)\"", "literal", "no"),
        Case("a.py", "class S(BaseSettings):\n    jwt_secret: str | None = None", "none", "no"),
        Case(
            "a.py", "class S(BaseSettings):\n    key: int\n    token: str = Field(alias=\"API_TOKEN\")", "none", "yes",
            name: "API_TOKEN"),
        Case(
            "a.py",
            "class S(BaseSettings):\n    model_config = SettingsConfigDict(env_prefix=\"APP_\")\n    secret: str",
            "none", "yes", name: "APP_SECRET"),
        // JavaScript
        Case("a.ts", "const k = process.env.JWT_SECRET;", "none", "no"),
        Case("a.ts", "const k = process.env.JWT_SECRET ?? '';", "empty", "no"),
        Case("a.ts", "const k = process.env.JWT_SECRET || '\(weak)';", "literal", "no"),
        Case("a.ts", "const k = process.env['JWT_SECRET'] ?? throwError();", "none", "yes"),
        Case(
            "a.ts", "const k = process.env.JWT_SECRET;\nif (!k) {\n  throw new Error('JWT_SECRET');\n}", "none", "yes"),
        Case("a.ts", "if (!process.env.JWT_SECRET) {\n  process.exit(1);\n}", "none", "yes"),
        Case(
            "a.ts", "app.get('/', () => {\n  if (!process.env.JWT_SECRET) {\n    throw new Error('x');\n  }\n});",
            "none", "unknown"),
        Case("a.ts", "const { PORT, JWT_SECRET } = process.env;", "none", "no"),
        Case("a.ts", "const env = z.object({\n  JWT_SECRET: z.string().min(1),\n}).parse(process.env);", "none", "yes"),
        Case(
            "a.ts", "const env = z.object({\n  JWT_SECRET: z.string().default(''),\n}).parse(process.env);", "empty",
            "no"),
        Case("a.ts", "export default cleanEnv(process.env, {\n  JWT_SECRET: str(),\n});", "none", "yes"),
        Case("a.ts", "Deno.env.get('JWT_SECRET')", "none", "no"),
        // Ruby, Go, JVM, .NET, PHP, Rust, Swift
        Case("a.rb", "KEY = ENV.fetch('JWT_SECRET')", "none", "yes"),
        Case("a.rb", "KEY = ENV.fetch('JWT_SECRET', '')", "empty", "no"),
        Case("a.rb", "KEY = ENV['JWT_SECRET'] || raise('JWT_SECRET')", "none", "yes"),
        Case(
            "a.go",
            "func main() {\n\tkey := os.Getenv(\"JWT_SECRET\")\n\tif key == \"\" {\n\t\tlog.Fatal(\"JWT_SECRET\")\n\t}\n}",
            "none", "yes"),
        Case("a.go", "var key = os.Getenv(\"JWT_SECRET\")", "none", "no"),
        Case("a.go", "type C struct {\n\tKey string `env:\"JWT_SECRET,required\"`\n}", "none", "yes"),
        Case("a.go", "type C struct {\n\tKey string `env:\"JWT_SECRET\"`\n}", "none", "no"),
        Case("A.java", "class A {\n  String k = System.getenv(\"JWT_SECRET\");\n}", "none", "no"),
        Case("A.java", "class A {\n  @Value(\"${jwt.secret}\")\n  String k;\n}", "none", "yes"),
        Case("A.java", "class A {\n  @Value(\"${jwt.secret:}\")\n  String k;\n}", "empty", "no"),
        Case("A.kt", "val k = System.getenv(\"JWT_SECRET\") ?: error(\"JWT_SECRET\")", "none", "yes"),
        Case("application.yml", "jwt:\n  secret: ${JWT_SECRET}", "none", "yes"),
        Case("application.yml", "jwt:\n  secret: ${JWT_SECRET:}", "empty", "no"),
        Case("P.cs", "var k = Environment.GetEnvironmentVariable(\"JWT_SECRET\") ?? \"\";", "empty", "no"),
        Case(
            "P.cs", "var k = Environment.GetEnvironmentVariable(\"JWT_SECRET\") ?? throw new Exception();", "none",
            "yes"),
        Case("P.cs", "var k = builder.Configuration[\"Jwt:Secret\"];", "none", "no", name: "Jwt__Secret"),
        Case("a.php", "$k = getenv('JWT_SECRET') ?: '';", "empty", "no"),
        Case("a.php", "return ['key' => env('JWT_SECRET')];", "none", "no"),
        Case("a.rs", "fn main() {\n    let k = env::var(\"JWT_SECRET\").expect(\"JWT_SECRET\");\n}", "none", "yes"),
        Case("a.rs", "fn key() -> String {\n    env::var(\"JWT_SECRET\").unwrap()\n}", "none", "unknown"),
        Case("a.rs", "fn key() -> String {\n    env::var(\"JWT_SECRET\").unwrap_or_default()\n}", "empty", "no"),
        Case("a.swift", "let k = ProcessInfo.processInfo.environment[\"JWT_SECRET\"] ?? \"\"", "empty", "no"),
        Case("a.swift", "let k = ProcessInfo.processInfo.environment[\"JWT_SECRET\"]!", "none", "yes"),
        Case(
            "a.swift", "guard let k = getenv(\"JWT_SECRET\") else {\n    fatalError(\"JWT_SECRET\")\n}", "none", "yes"),
        Case("a.swift", "        SecretRequirement(\"JWT_SECRET\", purpose: \"signs\")", "none", "yes"),
        // Others
        Case("runtime.exs", "config :a, secret: System.fetch_env!(\"JWT_SECRET\")", "none", "yes"),
        Case("runtime.exs", "config :a, secret: System.get_env(\"JWT_SECRET\") || raise \"JWT_SECRET\"", "none", "yes"),
        Case("A.scala", "val k = sys.env.getOrElse(\"JWT_SECRET\", \"\")", "empty", "no"),
        Case("a.dart", "final k = Platform.environment['JWT_SECRET'] ?? '';", "empty", "no"),
        Case("a.pl", "my $k = $ENV{JWT_SECRET} or die \"JWT_SECRET\";", "none", "yes"),
        Case("a.lua", "local k = os.getenv(\"JWT_SECRET\") or ''", "empty", "no"),
        Case("a.c", "const char *k = getenv(\"JWT_SECRET\");", "none", "no"),
        Case("run.sh", ": \"${JWT_SECRET:?}\"", "none", "yes"),
        Case("run.sh", "echo \"$JWT_SECRET\"", "none", "no"),
        Case("run.sh", "echo \"${JWT_SECRET:-}\"", "empty", "no"),
        Case("compose.yml", "services:\n  a:\n    environment:\n      X: ${JWT_SECRET:?}", "none", "yes"),
        Case("compose.yml", "services:\n  a:\n    environment:\n      - JWT_SECRET", "none", "no"),
        Case("Dockerfile", "FROM a\nARG JWT_SECRET", "none", "no"),
    ]
}
