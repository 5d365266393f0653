import Testing

@testable import Engine

@Suite struct ReferenceCheckTests {
    static let references =
        table(
            """
            ${TOKEN} $TOKEN $_TOKEN $(cat) $[token] #{token} {{token}} <%=token%> %(token)s %{token} @{token} [[token]]
            prefix-${TOKEN} a#{b}c \\(token) %s %d {} {0} process.env.TOKEN os.environ['X'] os.environ.get("X") os.getenv('X')
            getenv("X") System.getenv("X") ENV['TOKEN'] env.TOKEN env("X") env:TOKEN secrets.TOKEN var.token local.token
            module.db.password data.vault.secret config.token config['x'] config("x") settings.TOKEN self.token this.token
            context.token request.token req.body.password props.token options.token args.password
            arn:aws:secretsmanager:eu-west-1:123456789012:secret:x ssm:/a/b vault:secret/data/x op://vault/item
            file:///run/secrets/x !Ref import.meta.env.X viper.GetString("x") getpass.getpass() fn::secret credentials('x')
            get_secret() Secrets.load(name) load(); tokens[0] ./secret.txt ../x ~/x /run/secrets/db http://x/y https://x
            server.pem key.json id.key config/keys/token string String str SecretStr Optional[str] bool None null undefined
            string; String? str, auth.token Foo::BAR obj->secret user?.password mysite.forms.ChangePasswordForm
            resolve:ssm:/x projects/p/secrets/s ref+vault://x @env.TOKEN
            """) + ["{{ token }}", "<%= token %>", "!Ref Token", "!Sub x", "a value with ${X} in it", "C:\\keys\\a"]

    static let values =
        table(
            """
            kV8tz-Qm21xLp hunter2 correcthorsebatterystaple Tr0ub4dor&3 p@$$w0rd Pa$$word $1$abcdefgh$x9Kd82mQ $2y$10$abcdefghijkl
            $5 100$ a%b 5%s7 x{y}z9 aGVsbG8gd29ybGQ= Zm9vYmFy/Q9k+x== /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAUDBAQEAwUE 7b98eb3b36c79b59
            eyJhbGciOi.eyJzdWIi.c2lnbmF0 user.name1 v1.2.3 abc.9def .leading trailing. a..b sun.5hine 4.20 hunter2.Z9 letmein
            password1 strings stringent nullable1 nonesuch envelope environment configure1 selfie thistle variable
            vault9Kx2 argsX9 request1 secretsX dataX9 fileX9 httpx httpsecret ab/cd ab/CD/ef a/b9/c A/b/c9 x(y y)x f(x)y 9f(x)
            [0] x[0]y #7kQz {x %%a !bang @mention \\d+ ~tilde C:9 keyjson a.keys Foo:BAR a-b->9c 9->a9
            """)

    @Test func bothTablesAreLong() { #expect(Self.references.count >= 60 && Self.values.count >= 60) }

    @Test(arguments: references) func valuesFromElsewhere(value: String) {
        let verdict = judge(ReferenceCheck(), value)
        #expect(verdict.isRejection, "\(verdict.reason)")
    }

    @Test(arguments: values) func literals(value: String) {
        let verdict = judge(ReferenceCheck(), value)
        #expect(verdict.isPass, "\(verdict.reason)")
    }
}
