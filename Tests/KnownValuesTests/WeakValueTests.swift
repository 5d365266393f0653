import Testing

@testable import KnownValues

@Suite struct WeakValueTests {
    @Test(arguments: [
        "secret", "Secret", "SECRET", "password", "passwd", "pass", "changeme", "change-me", "CHANGE_ME", "admin",
        "admin1",
        "admin123", "admin@123", "root", "toor", "test", "test1234", "testing", "dev", "dev-secret", "dev_secret_key",
        "devsecret",
        "development-secret", "letmein", "letmein!", "123456", "12345678", "1234567890", "000000", "111111",
        "987654321",
        "abcdef", "abc123", "a1b2c3d4", "qwerty", "qwerty123", "Qwertz!", "iloveyou", "monkey", "dragon", "welcome1",
        "Summer2024",
        "Winter2024!", "P@ssw0rd", "P@ssw0rd1!", "p4ssw0rd", "s3cr3t", "s3cret!", "5ecret", "Passw0rd123",
        "mysecretkey",
        "my-secret-key", "MySecretKey", "super-secret", "supersecret", "super_secret_key_123", "supersecretkey",
        "topsecret",
        "jwt-secret", "jwtSecret", "jwt_secret_key", "your-secret-key", "app-secret", "session-secret", "secret-key",
        "secret123",
        "secretkey", "default", "default-secret", "foobar", "foo", "bar", "baz", "hunter2", "postgres", "mysql",
        "redis",
        "guest", "minioadmin", "example", "sample", "dummy", "temp", "temporary-key", "insecure", "insecure-dev-key",
        "not-secure",
        "notasecret", "not-a-secret", "please-change-me", "unsafe", "unsafe-secret-for-tests", "local-dev-secret",
        "keyboard cat",
        "x", "ab", "key", "aaaaaaaa", "abababab", "abcabcabc", "test-secret-do-not-use-in-production", "the-secret",
        "thisisasecret",
        "this-is-a-secret-key", "super-secret-12", "my_app_secret", "12", "2024",
    ])
    func whatEverybodyTriesFirstIsWeak(value: String) {
        #expect(KnownValues.isWeak(Array(value.utf8)))
    }

    @Test(arguments: [
        "", "9fK2mQ7xT4bW8zR1", "correct horse battery staple", "k8Jd-92hs-Pq0z", "d41d8cd98f00b204e9800998ecf8427e",
        "3f9a1c", "Tr0ub4dor&3", "xkcdstaplebatteryhorse", "sk_" + "live_9fK2mQ7xT4bW8zR1", "secret-9fK2mQ7xT4bW8zR1",
        "password-of-the-zebra-crossing", "q7w", "postgresql://db.internal/app", "f47ac10b-58cc-4372-a567-0e02b2c3d479",
    ])
    func whatTakesGuessingIsNot(value: String) {
        let isShort = (1...3).contains(value.utf8.count)
        #expect(KnownValues.isWeak(Array(value.utf8)) == isShort)
    }

    @Test(arguments: [
        (Alphabets.hex, 16), (Alphabets.hex, 32), (Alphabets.hex, 64), (Alphabets.lower, 12), (Alphabets.lower, 24),
        (Alphabets.alphanumeric, 10), (Alphabets.alphanumeric, 22), (Alphabets.base64, 43), (Alphabets.printable, 10),
        (Alphabets.printable, 32),
    ])
    func randomValuesAreNeitherWeakNorPlaceholdersNorKnown(alphabet: String, count: Int) {
        var noise = Noise(seed: UInt64(count * 131 + alphabet.count))
        for _ in 0..<1_500 {
            let value = noise.value(of: alphabet, count: count)
            let text = String(decoding: value, as: UTF8.self)
            let isFound =
                KnownValues.isWeak(value) || KnownValues.isPlaceholder(value) || KnownValues.knownDefault(value) != nil
            #expect(!isFound || text.contains("..."), "\(text)")
        }
    }

    @Test func anyBytesAreJudgedWithoutTrap() {
        var noise = Noise(seed: 4)
        for _ in 0..<5_000 {
            let value = (0..<Int.random(in: 0...40, using: &noise)).map { _ in UInt8.random(in: 0...255, using: &noise)
            }
            _ = (KnownValues.isWeak(value), KnownValues.isPlaceholder(value), KnownValues.knownDefault(value))
        }
        let long = [UInt8](repeating: 0x61, count: 1 << 16)
        #expect(KnownValues.isWeak(long) && !KnownValues.isPlaceholder(long))
    }

    /// Digits and punctuation about a weak word leave it weak; case does not count.
    @Test func variantsOfAWeakWordAreWeak() {
        var noise = Noise(seed: 5)
        for word in ["secret", "password", "changeme", "letmein", "devsecret"] {
            for _ in 0..<200 {
                let cased = word.utf8.map { Bool.random(using: &noise) ? $0 : $0 & 0xDF }
                let tail = noise.value(of: "0123456789", count: Int.random(in: 0...6, using: &noise))
                let signs = noise.value(of: "!-_. ", count: Int.random(in: 0...2, using: &noise))
                #expect(KnownValues.isWeak(signs + cased + tail + signs))
            }
        }
    }

    @Test func aCoverIsTheBestOne() {
        let words = WordList(marks: "your secret", fillers: "yours key yo urs")
        #expect(words.cover(Array("yoursecret".utf8)) == (10, true))
        #expect(words.cover(Array("yourskey".utf8)) == (8, false) || words.cover(Array("yourskey".utf8)).covered == 8)
        #expect(words.cover(Array("zzkeyzz".utf8)) == (3, false))
        #expect(words.cover([]) == (0, false))
    }
}
