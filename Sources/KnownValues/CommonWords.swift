/// The words that people and attackers think of first.
enum CommonWords {
    /// Whether such words, alone or with words that say nothing, make up the whole value. Up to six digits, and no more signs than
    /// letters, may stand between and around them; letters may be swapped for look-alikes. An address is made of words and no
    /// secret at all.
    static func cover(_ value: [UInt8]) -> Bool {
        guard value.count <= 64, !isAddress(value) else { return false }
        let digits = value.count { ASCII.isDigit($0) }
        // All digits: a PIN, a date, a telephone number.
        if digits == value.count { return digits <= 8 }
        let letters = value.filter(ASCII.isLetter)
        guard digits <= 6, value.count - digits <= 2 * letters.count else { return false }
        if isCovered(letters) { return true }
        guard let end = value.lastIndex(where: ASCII.isLetter) else { return false }
        let unswapped = value[...end].map(unswapped)
        return !unswapped.contains(where: ASCII.isDigit) && isCovered(unswapped.filter(ASCII.isLetter))
    }

    private static func isAddress(_ value: [UInt8]) -> Bool {
        value.indices.dropLast(2).contains { value[$0...$0 + 2].elementsEqual("://".utf8) }
    }

    private static func isCovered(_ letters: [UInt8]) -> Bool {
        guard !letters.isEmpty else { return false }
        let (covered, holdsMark) = words.cover(letters.map(ASCII.lowercased))
        return holdsMark && covered == letters.count
    }

    /// The letter that a digit or sign looks like.
    private static func unswapped(_ byte: UInt8) -> UInt8 {
        switch byte {
        case UInt8(ascii: "0"): UInt8(ascii: "o")
        case UInt8(ascii: "1"), UInt8(ascii: "!"): UInt8(ascii: "i")
        case UInt8(ascii: "3"): UInt8(ascii: "e")
        case UInt8(ascii: "4"), UInt8(ascii: "@"): UInt8(ascii: "a")
        case UInt8(ascii: "5"), UInt8(ascii: "$"): UInt8(ascii: "s")
        case UInt8(ascii: "7"): UInt8(ascii: "t")
        default: byte
        }
    }

    private static let words = WordList(
        marks: """
            abc abcd abcde abcdef access account admin administrator adminadmin alpha amazing amigo andrew angel apple april arsenal asdf
            asdfasdf asdfgh asdfghjkl august autumn azerty baby backup bailey banana baseball basketball batman beta blah biteme blink
            buster butterfly ceshi changeit changeme change changethis charlie cheese chelsea chicken chocolate cisco coffee computer
            cookie corvette crypto dallas daniel dbpass dbpassword debug december default demo dev devel develop developer development devpass
            diamond dragon dummy easy eagle empty enter example fake february ferrari flower foo foobar foobarbaz football forever
            freedom friday friend fuckyou gandalf george gfhjkm ginger golfer google guest hallo hammer hannah harley hello helloworld hockey
            hunter iloveyou insecure internet invalid jackson january jasmine jennifer jessica jordan joshua july june justin killer kitten
            klaster laptop letmein liverpool login lorem ipsum london love lovely loveme maggie magic manager manchester march master
            matrix matthew maverick melissa mercedes michael michelle mickey mock monday money monkey monster mustang mypass mypassword
            mysecret nacos naruto nicole ninja nopass nopassword nosecret notasecret nothing november october oracle orange pass passme
            passpass passw password passwd passwort passphrase patrick peanut pepper phoenix placeholder player pokemon porsche postgres
            princess private public purple pwd qazwsx qazxsw qqqq quertz qwer qwert qwerty qwertyuiop qwertz rabbit rabbitmq ranger
            redis replaceme robert root rootpass rootpassword rootroot samantha sample saturday scooter sec secret secreto secretkey secure
            security senha september server service shadow shhh silver slipknot snoopy soccer spider spring starwars steelers
            subscribe summer sunday sunflower sunshine superadmin superman supersecret superuser support sysadmin system taylor temp
            temporary test teste tester testing tests testpass testpassword testsecret testtest thomas thunder thursday tigger toor topsecret
            tomcat trustno tuesday unsafe unsecure user username vagrant verysecret wachtwoord wednesday weak welcome whatever winner
            winter wizard wordpass wordpress xxx yankees yourpassword yoursecret zabbix zaq zxcv zxcvbn zxcvbnm
            apikey authtoken jwt jwtkey jwtsecret keyboard cat accesskey sessionsecret appsecret contrasena motdepasse kennwort geheim parola
            parool heslo salasana losenord segredo clave jelszo mima tajne haslo sifre
            local localhost dbuser mysql mongo mongodb postgresql mariadb elastic kibana grafana minio minioadmin jenkins docker
            kubernetes staging fallback hardcoded simple bogus stub fixture nonprod prod production letme trial
            """,
        fillers: """
            a an my the our your this that is are was be it its in on of for to and or not no me you we only by with at as do does please really
            very super top so some any one two new old real key keys token tokens db database app application api auth client server site web
            session cookie csrf sign signing signed signature encrypt encryption crypt hash salt bit bits byte bytes hex str string value var
            env config conf settings id name code pin user users email mail admin data file long short random strong unique ultra mega hyper
            node express flask django rails laravel spring react next nuxt vue swift java go rust php python ruby net dot sql
            backend frontend internal external shared common global main base basic refresh access bearer oauth sso saml
            url uri host port mode use used using just here there now then later never ever always keep kept safe must should need needs
            word phrase text x y z v dont do tell anyone nobody someone everybody know knows it
            company project product org team corp inc
            """)
}
