public import Bytes

/// What a file's name says about its notation: whether a literal is quoted (code) or bare (config). Part of a scan's key.
public enum FileKind: String, Sendable, CaseIterable, Hashable {
    /// A programming language: text literals are quoted.
    case code
    /// A shell script or a file of `NAME=value` lines: values are bare or quoted.
    case shell
    /// Data or configuration: values may be bare.
    case config
    /// JSON and its relatives: names and values are quoted.
    case json
    /// XML, HTML and relatives.
    case markup
    /// Prose: documentation, notes, logs.
    case text
    /// Nothing is known.
    case unknown

    /// The kind by a path's last component. Letter case does not matter.
    public init(path: FilePath) {
        self = FileKind.of(name: String(decoding: path.lastComponent, as: UTF8.self).lowercased())
    }

    private static func of(name: String) -> FileKind {
        if let kind = byName[name] { return kind }
        if name.hasPrefix(".env") || name.hasPrefix("env.") || name.hasSuffix(".env") { return .shell }
        if name.hasPrefix("dockerfile") || name.hasSuffix(".dockerfile") { return .shell }
        guard let dot = name.lastIndex(of: ".") else { return .unknown }
        let suffix = String(name[name.index(after: dot)...])
        if let kind = bySuffix[suffix] { return kind }
        // config.py.example, settings.yml.dist: look under the suffix that only says what the file is for.
        if decorations.contains(suffix) { return of(name: String(name[..<dot])) }
        return .unknown
    }

    private static let decorations: Set<String> = [
        "example", "sample", "dist", "template", "tmpl", "tpl", "j2", "erb", "in", "bak", "backup", "orig", "old",
        "local", "gyb",
        "default", "save",
    ]

    private static let byName: [String: FileKind] = [
        "makefile": .shell, "gnumakefile": .shell, "jenkinsfile": .code, "vagrantfile": .code, "gemfile": .code,
        "rakefile": .code, "procfile": .shell, "brewfile": .code, "caddyfile": .config, "pipfile": .config,
        ".bashrc": .shell, ".bash_profile": .shell, ".profile": .shell, ".zshrc": .shell, ".zprofile": .shell,
        ".bash_history": .shell, ".zsh_history": .shell, ".envrc": .shell, ".netrc": .config, "_netrc": .config,
        ".npmrc": .config, ".yarnrc": .config, ".pypirc": .config, ".pgpass": .config, ".htpasswd": .config,
        ".gitconfig": .config, ".git-credentials": .config, ".dockerconfigjson": .json, ".dockercfg": .json,
        ".s3cfg": .config, ".boto": .config, ".my.cnf": .config, "credentials": .config, "config": .config,
        "id_rsa": .text, "id_dsa": .text, "id_ecdsa": .text, "id_ed25519": .text, "readme": .text, "license": .text,
    ]

    private static let bySuffix: [String: FileKind] = {
        let table: [(FileKind, String)] = [
            (
                .code,
                """
                py pyi pyw js mjs cjs jsx ts mts cts tsx vue svelte rb rake gemspec go java kt kts groovy gradle scala sc clj cljs
                cljc cs csx fs fsx vb php phtml php5 rs swift m mm c h cc cpp cxx hh hpp hxx ino dart ex exs erl hrl hs lhs ml mli
                lua pl pm t r jl nim zig d pas pp tf hcl sql plsql psql cypher sol move vy coffee ls elm cr tcl awk qml gd
                lisp el scm rkt adb ads f90 asm s feature robot j jsp asp aspx cshtml razor ipynb proto thrift graphql gql bicep
                """
            ),
            (
                .shell,
                "sh bash zsh ksh fish csh env ps1 psm1 psd1 bat cmd mk make dockerfile containerfile profile service"
            ),
            (
                .config,
                """
                yml yaml toml ini cfg conf config properties props cnf rc editorconfig desktop inf reg pbxproj plist strings
                tfvars nomad rules ovpn rdp pgpass netrc npmrc sublime-settings service-account credentials csv tsv
                """
            ),
            (
                .json,
                "json json5 jsonc jsonl ndjson geojson har webmanifest avsc tfstate arb map code-workspace postman_collection"
            ),
            (
                .markup,
                "xml html htm xhtml svg xsd xsl xslt wsdl pom csproj vbproj fsproj nuspec resx storyboard xib jelly config.xml"
            ),
            (
                .text,
                "md markdown mdx rst adoc asciidoc txt text log tex org wiki pem key crt cer asc ppk diff patch eml"
            ),
        ]
        var kinds: [String: FileKind] = [:]
        for (kind, names) in table {
            // By bytes: splitting by characters would cost a hook a tenth of its time.
            for name in names.utf8.split(whereSeparator: { $0 == 0x20 || $0 == 0x0A }) {
                kinds[String(decoding: name, as: UTF8.self)] = kind
            }
        }
        return kinds
    }()
}
