import Testing

@testable import Engine

/// The checks that ask where a value stands: `fallback`, `lookup`, `option` and `kubernetes-data`.
@Suite struct FallbackChecksTests {
    @Test(arguments: [
        // Parameters, of whatever language.
        ("def connect(host, ", true), ("function open({ host = 'x', ", true), ("fn = lambda user, ", true),
        ("void open(const std::string& ", true), ("connect(host, ", false),
        // Fields, and what is called defaults or settings.
        ("class Props { String ", true), ("  private String ", true), ("  private static final String ", false),
        ("DEFAULTS = { ", true), ("return &Config{ ", false),
        ("impl Default for A { fn default() -> Self { Self { ", true), ("export default { ", false),
        ("app.login({ ", false),
        // Assigned where there is none.
        ("if not password:\n    ", true), ("if (!password) {\n  ", true), ("if cfg.password == \"\" {\n\tcfg.", true),
        ("[ -z \"$password\" ] && ", true), ("if not password:\n    raise\n}\n", false), ("if ready:\n    ", false),
        ("try:\n    password = os.environ['X']\nexcept KeyError:\n    ", true), ("x = 1\n", false),
    ])
    func aProgramFallsBackToWhatStandsThere(before: String, isDefault: Bool) {
        #expect(judge(FallbackCheck(), "q7Wd93hFzLk20vBn", name: "password", before: before).isPass == isDefault)
    }

    @Test func theNameCanSayIt() {
        #expect(judge(FallbackCheck(), "q7Wd93hFzLk20vBn", name: "DEFAULT_PASSWORD", before: "x = 1\n").isPass)
    }

    /// A random constant is a committed secret and no default; a weak one is a password that everybody tries.
    @Test func aWeakConstantIsLessSure() {
        #expect(judge(FallbackCheck(), "q7Wd93hFzLk20vBn", name: "JWT_SECRET", before: "const ").isRejection)
        #expect(
            judge(FallbackCheck(), "changeme", name: "JWT_SECRET", before: "const ")
                == .lower(.medium, "a weak constant"))
        #expect(judge(FallbackCheck(), "changeme", name: "secret", before: "    let ").isRejection)
    }

    @Test(arguments: [
        ("getattr(settings, \"", true), ("config.fetch(:", true), ("(get env :", true), ("viper.SetDefault(\"", true),
        ("names = [\"", false), ("redirect(\"", false), ("viper.BindEnv(\"", false),
        ("app.set(\"", true), ("config().set(\"", true), ("set(\"", true),
        ("form.set(\"", false), ("params.set(\"", false), ("new DefaultCsrfToken(\"", false),
        ("os.Setenv(\"", false), ("w.Header().Set(\"", false), ("headers().set(\"", false),
    ])
    func aLookupHasADefault(before: String, isDefault: Bool) {
        let check = CallCheck(purpose: .lookup)
        #expect(judge(check, "v", name: "jwt_secret", before: before).isPass == isDefault)
    }

    @Test(arguments: [
        ("yargs.option('", true), ("&cli.StringFlag{Name: \"", true), ("Arg::new(\"", true), ("option :", true),
        ("field('", false),
    ])
    func anOptionHasADefault(before: String, isDefault: Bool) {
        let check = CallCheck(purpose: .option)
        #expect(judge(check, "v", name: "password", before: before).isPass == isDefault)
    }

    @Test(arguments: [
        ("kind: Secret\ndata:\n  ", "Y2hhbmdlbWU=", true),
        ("kind: Secret\ndata:\n  a: b\n  # c\n  ", "Y2hhbmdlbWU=", true),
        ("kind: ConfigMap\ndata:\n  ", "Y2hhbmdlbWU=", false),
        ("kind: Secret\nstringData:\n  ", "Y2hhbmdlbWU=", false),
        ("kind: Secret\n---\ndata:\n  ", "Y2hhbmdlbWU=", false),
        // `<password>`, bytes that are no text, and what is no base64.
        ("kind: Secret\ndata:\n  ", "PHBhc3N3b3JkPg==", false),
        ("kind: Secret\ndata:\n  ", "AAECAwQFBgc=", false),
        ("kind: Secret\ndata:\n  ", "change", false),
    ])
    func theDataOfASecretIsDecoded(before: String, value: String, isFound: Bool) {
        let verdict = judge(KubernetesDataCheck(), value, name: "password", before: before)
        #expect(verdict.isRejection != isFound)
    }
}
