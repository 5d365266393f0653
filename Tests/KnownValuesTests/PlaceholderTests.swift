import KnownValues
import Testing

@Suite struct PlaceholderTests {
    @Test(arguments: [
        "<your-key>", "<TOKEN>", "[secret]", "{password}", "{{ secret }}", "${JWT_SECRET}", "$(cat /run/secret)",
        "%API_KEY%",
        "__TOKEN__", "@@TOKEN@@", "(your key)", "your-secret-here", "your_api_key", "YOUR-TOKEN", "yourpassword",
        "CHANGE_ME",
        "CHANGEME", "changeme", "change-this", "CHANGE_ME_IN_PRODUCTION", "change_me_to_a_long_random_string",
        "please-change-me",
        "replace-me", "replace_with_your_key", "REPLACE_THIS", "insert-token-here", "enter your password",
        "put your unique phrase here",
        "TODO", "todo: set", "FIXME", "fill-me-in", "xxxx", "XXXXXXXX", "xxx", "xxxx-xxxx-xxxx",
        "sk_" + "live_xxxxxxxxxxxx",
        "****",
        "********", "....", "????", "0000-0000", "------", "abc...", "sk-proj-…", "placeholder", "redacted",
        "<redacted>",
        "your-256-bit-secret", "your_jwt_secret_key_here", "generate-a-random-string", "set-me", "example-secret-key",
        "must-be-changed", "your-super-secret-key-change-in-production", "undefined", "null",
    ])
    func whatAsksForAValueIsAPlaceholder(value: String) {
        #expect(KnownValues.isPlaceholder(Array(value.utf8)))
    }

    @Test(arguments: [
        "", "a", "secret", "dev-secret", "hunter2", "9fK2mQ7xT4bW8zR1", "xT4bW8xxzR1", "correct horse battery staple",
        "aaaa",
        "12345678", "p@ss", "(1+2)*3", "(1+2)", "<9f!K2m>", "{a=b}", "_key_", "my-webhook", "<a", "{]", "__init",
        "1.2..3", "yoursTrulyZq81mXc04Lrt9bNw", "100000",
        "sk_" + "live_9fK2mQ7xT4bW8zR1cV6nJ3hL",
    ])
    func aValueIsNot(value: String) {
        #expect(!KnownValues.isPlaceholder(Array(value.utf8)))
    }
}
