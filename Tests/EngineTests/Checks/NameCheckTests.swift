import Testing

@testable import Engine

@Suite struct NameCheckTests {
    static let secrets = table(
        """
        password Password PASSWORD passwd passphrase pwd pass secret token apikey apiKey api_key API-KEY x-api-key X_API_KEY
        db_password dbPassword DB_PASSWORD database.password DB_PASS dbpassword mysecret userPassword user_pwd rootpassword
        client_secret clientSecret CLIENT_SECRET app_secret consumer_secret secret_key SECRET_KEY secretKey secret_key_base
        AWS_SECRET_ACCESS_KEY aws_access_key accessKey access_token accessToken auth_token authToken refresh_token
        bearer_token github_token GITHUB_TOKEN githubToken slack_api_token stripe_secret_key STRIPE_API_KEY jwt_secret
        JWT_SECRET_KEY jwtSecretKey encryption_key encryptionKey signing_key private_key privateKey master_key masterKey
        account_key AccountKey storage_key shared_key service_key session_key sessionKey admin_key license_key credential
        db_credentials creds psk cookie_secret django_secret_key smtp_password SMTP_PASS mail_passwd redis_auth
        PASSWORD1 password2 oauth2_client_secret new_password old_password passwort kennwort mdp senha htpasswd
        """)

    static let others = table(
        """
        passwordField password_field PASSWORD_FIELD passwordLabel password_hint passwordInput PASSWORD_MIN_LENGTH
        password_max_length password_length passwordPolicy password_regex password_reset_url PASSWORD_FILE
        password_file_path secret_name SECRET_NAME secretName secret_id secretId secretRef secret_arn SECRET_ARN
        token_url TOKEN_URL tokenUrl tokenEndpoint token_endpoint token_type tokenType TOKEN_EXPIRY token_expires
        token_ttl token_timeout tokenId token_id AWS_ACCESS_KEY_ID access_key_id auth_url authUrl auth_type auth_method
        auth_header auth_endpoint auth_provider authScheme_type auth_mode credential_type credentials_file
        credentialsProvider public_key publicKey PUBLIC_KEY stripe_publishable_key primary_key primaryKey foreign_key
        partition_key sort_key cache_key cacheKey keyboard monkey tokenizer tokenize is_password_valid hasToken
        has_secret show_password showPassword hidePassword forgot_password forgotPassword
        validateToken checkPassword use_password max_tokens maxTokens min_password num_tokens
        password_algorithm passwordEncoder password_hash PASSWORD_PLACEHOLDER passwordError passwordMessage
        password_title secret_version secretManager tokenService token_generator tokenParser username email host color
        author title description key keys key_name keyPath id
        """)

    @Test func bothTablesAreLong() { #expect(Self.secrets.count >= 60 && Self.others.count >= 60) }

    @Test(arguments: secrets) func namesOfSecrets(name: String) {
        let verdict = judge(NameCheck(), "v", name: name)
        #expect(verdict.isPass, "\(verdict.reason)")
    }

    @Test(arguments: others) func namesOfSomethingElse(name: String) {
        let verdict = judge(NameCheck(), "v", name: name)
        #expect(verdict.isRejection, "\(verdict.reason)")
    }

    /// A pattern may capture the name's end only; the whole name in the text counts.
    @Test(arguments: [
        ("public_", "key", true), ("has_", "token", true), ("my-", "token", false), ("x.public ", "token", false),
    ])
    func theNameIsReadToItsLeftEnd(before: String, name: String, isRejected: Bool) {
        #expect(judge(NameCheck(), "v", name: name, before: before).isRejection == isRejected)
    }

    /// `password("x")` sets one; `splitpasswd("x")` does something with one.
    @Test(arguments: [
        ("password", false), ("setpassword", false), ("splitpasswd", true),
        ("checkpassword", true),
        ("getToken", true),
    ])
    func aCallHasToSetASecret(name: String, isRejected: Bool) {
        let text = ascii(name + "(\"v\")")
        let start = name.utf8.count + 2
        let candidate = Candidate(
            secret: ascii("v"), range: start..<start + 1, name: ascii(name), nameRange: 0..<name.utf8.count,
            file: .code,
            kind: .committed, tier: .generic)
        var evidence = Evidence(text.span, origin: 0, secret: candidate.range)
        #expect(NameCheck().judge(candidate, &evidence).isRejection == isRejected)
    }

    @Test func withoutANameNothingIsRefused() { #expect(judge(NameCheck(), "value").isPass) }
}

@Suite struct WordsTests {
    @Test(
        arguments: [
            ("apiKey", ["api", "key"]), ("API_KEY", ["api", "key"]), ("api-key", ["api", "key"]),
            ("apiKey2x", ["api", "key", "x"]),
            ("HTTPServer", ["http", "server"]), ("parseHTTP", ["parse", "http"]), ("DBPassword", ["db", "password"]),
            ("", []), ("___", []), ("A", ["a"]), ("aB", ["a", "b"]), ("ABC", ["abc"]),
            ("clé_privée", ["clé", "privée"]),
        ] as [(String, [String])])
    func identifiersAreSplitWhateverTheirStyle(text: String, words: [String]) {
        #expect(Words.split(ascii(text)) == words)
    }

    @Test func theLongestWordCovers() {
        let list = WordList("your yours key keys")
        let (covered, used) = Words.cover(ascii("yoursxkeysy"), with: list)
        #expect(covered == 9 && used == ["yours", "keys"])
        #expect(list.contains("key") && !list.contains("ke"))
    }
}
