import Testing

@testable import Engine

@Suite struct PlaceholderCheckTests {
    static let placeholders =
        table(
            """
            <your-key> <token> <YOUR_API_KEY_HERE> [token] [REDACTED] {token} %KEY% __TOKEN__ (secret) xxxx xxxxxxxxxxxxxxxx
            XXXXXXXXXXXX xxxx-xxxx-xxxx xxxxx12345 **** ******** ................ ------------ 00000000000000000000 1111111111
            aaaaaaaaaaaa 0123456789 1234567890abcdef abcdefghijklmnop 123456789 12345678 9876543210 abcabcabcabc 123412341234
            changeme change-me CHANGE_ME ChangeMe changeit your_api_key YOUR-API-KEY-HERE your-secret-key yoursecrethere
            example example_token my-example-key exampleApiKey dummy dummy_token dummyPassword sample-secret placeholder
            placeholder_value replace_me replaceme replace-with-your-token insert_your_key_here TODO FIXME redacted
            REDACTED_TOKEN null none undefined nil foo foobar foobarbaz test test_token test-secret-key testpassword
            fake_token mock-api-key demo some-secret default_secret abcd asdf qwerty paste_token_here enter-your-password
            put_your_key_here my_dummy_password invalid-token wrong_password fill-me-in your.client.secret sk_test_xxxxxxxx
            aaab ababababababab 010101010101 zyxwvutsrqponmlk a1b2c3d4567890ab a1b2c3d4e5f67890abcd
            $encrypted$ @@@PRODUCT@@@ your-encryption-key-min-32-chars your_webhook_signing_value
            """) + ["your key here", "AKIA" + "IOSFODNN7EXAMPLE", "wJalrXUtnFEMI" + "/K7MDENG/bPxRfiCYEXAMPLEKEY"]

    static let values =
        table(
            """
            kV8tz-Qm21xLp hunter2 correcthorsebatterystaple Tr0ub4dor&3 s3cr3tP4ss letmein admin123 p@ssw0rd password secret
            dev-secret postgres iloveyou sunshine Xhook9xTq2 testify-9Kx2mQ77 root toor Winter2024! qazwsxedc7 mysecretpassword
            supersecret admin:admin r00tme foo9Kd82mQxZ17 9KdExample72mQx 7b98eb3b36c79b59
            1cc158ee69fa5035 UyBrO0gRVj8rBZ K2xtzyPY9YGyiC Zq81mXc04Lrt9bNw Kj72hVd63PsfYg5Q -Wd93hFzLk20vBn m4Jx8Tq0Zr7
            Yh2sK9dQe4Rt1x aGVsbG8gd29ybGQ= 3.14159265 _leading_Qz7 trailing_Qz7_ _Xq9_ {x}9 9{x} [a]b <a>b %a%b
            aabbc 1234x5 11223x44 qwertz1! deadbeefcafe1234 c0ffee11badf00d5 1a2b3c4d 0x7fffabc1
            98af7b a-b-c-d-9-z zz9zz8 letMeIn! kurt passw0rt geheim motdepasse 1q2w3e4r5t dragon-slayer
            """)

    @Test func bothTablesAreLong() { #expect(Self.placeholders.count >= 60 && Self.values.count >= 60) }

    @Test(arguments: placeholders) func placesForAValue(value: String) {
        let verdict = judge(PlaceholderCheck(), value)
        #expect(verdict.isRejection, "\(verdict.reason)")
    }

    @Test(arguments: values) func valuesThatMayBeReal(value: String) {
        let verdict = judge(PlaceholderCheck(), value)
        #expect(verdict.isPass, "\(verdict.reason)")
    }

    /// gitleaks#2198: a stopword inside a long random value never suppresses it, wherever it stands and however it is written.
    @Test func noWordInsideALongRandomValueSuppressesIt() {
        let words = table(
            """
            your yours changeme change example examples placeholder dummy sample insert replace replaced replaceme todo fixme
            redacted removed masked hidden censored fake mock mocked here none null undefined nil empty unset notset tbd foo
            bar baz foobar lorem ipsum goes enter paste put fill xxx xxxx xxxxx xxxxxx yyy zzz abc abcd abcdef blah asdf qwerty
            test tests testing tester demo some something whatever invalid wrong default secure hook key keys token secret
            password passwd pass api app apikey client access private public auth user name id my me the string account service
            code live prod dev sk pk credential credentials long random very super not real only provider org company domain
            bearer hash uuid process.env getenv config none null true false string object
            """)
        var noise = ProofNoise(seed: 2_198)
        for word in words {
            // Documentation marks its values with `example` at an end; only there does that word count.
            let margin = word.hasPrefix("example") ? 3 : 0
            for form in [word, word.uppercased(), word.prefix(1).uppercased() + word.dropFirst()] {
                let places = margin...40 - form.utf8.count - margin
                for place in [places.lowerBound, places.upperBound]
                    + (0..<5).map({ _ in places.randomElement(using: &noise)! })
                {
                    var value = noise.text(40)
                    value.replaceSubrange(place..<place + form.utf8.count, with: form.utf8)
                    let text = String(decoding: value, as: UTF8.self)
                    for check in [PlaceholderCheck(), ValueCheck()] as [any Check] {
                        let verdict = judge(check, text)
                        #expect(!verdict.isRejection, "\(text): \(verdict.reason)")
                    }
                }
            }
        }
    }

    private static let all: [any Check] = [PlaceholderCheck(), ReferenceCheck(), ValueCheck(), KnownFormatCheck()]

    /// Of 20,000 values that a generator could have made none is refused, but for a few without any digit: those look like
    /// words to `value`.
    @Test(arguments: [(base62Digits, 10_000), ("0123456789abcdef", 10_000), ("0123456789ABCDEF", 2_000)])
    func randomValuesAreNotRefused(alphabet: String, count: Int) {
        let refused = refusedOfRandomValues(Self.all, alphabet: alphabet, count: count, lengths: 20...64, seed: 20)
        #expect(refused.filter { $0.contains(where: \.isNumber) } == [])
        #expect(refused.count * 1_000 <= count)
    }

    @Test(arguments: [("abcdefghijklmnopqrstuvwxyz234567", 20), (base62Digits + "+/", 32), (base62Digits + "-_", 20)])
    func randomValuesOfOtherAlphabetsAreNotRefused(alphabet: String, shortest: Int) {
        let refused = refusedOfRandomValues(
            Self.all, alphabet: alphabet, count: 2_000, lengths: shortest...64, seed: 64)
        #expect(refused.filter { $0.contains(where: \.isNumber) } == [])
    }

    @Test func aDocumentedMarkInsideAValueOnlyDoubtsIt() {
        let verdict = judge(PlaceholderCheck(), ["9drTJvcXLB89", "EXAMPLE", "LB8923FB892xMFI"].joined())
        guard case .lower(.low, _) = verdict else {
            Issue.record("\(verdict)")
            return
        }
    }
}
