/// A repository's own configuration, attributes and hooks, and the environment, name programs in every way that git knows: none runs.

import TestSupport
import Testing

struct HostileConfigTests {
    private let workshop: Workshop
    /// Leaves a mark wherever it is called from.
    private let program: String
    /// The same index, split: made before anything is planted.
    private let splitIndex: [UInt8]

    init() throws {
        workshop = try Workshop()
        program = workshop.tree.path("planted")
        try workshop.commit(["a.swift": "a\n", "d/b.swift": "b\n"])
        try workshop.git("branch", "base")
        try workshop.commit(["a.swift": code(Workshop.token)])
        try workshop.write(code(Workshop.other), to: "d/b.swift")
        try workshop.git("add", ".")
        let plain = workshop.tree.read(".git/index")
        try workshop.git("update-index", "--split-index")
        splitIndex = workshop.tree.read(".git/index")
        try workshop.tree.write(plain, to: ".git/index")
        try workshop.tree.write("#!/bin/sh\necho \"$0 $*\" >>'\(workshop.tree.path("mark"))'\ncat\n", to: "planted")
        workshop.tree.setMode(0o755, of: "planted")
    }

    private var ran: Bool { !workshop.tree.read("mark").isEmpty }

    /// Every command of Lapwing's that reads git, each with what it finds: the planted programs changed nothing else either.
    private func expectNothingRuns(_ vector: String, environment: [String: String] = [:]) throws {
        #expect(try workshop.staged(environment: environment).paths == ["d/b.swift"], "\(vector)")
        #expect(try workshop.diff("base..HEAD", environment: environment).paths == ["a.swift"], "\(vector)")
        let line = "\(String(repeating: "0", count: 40)) \(try head) refs/heads/x\n"
        let received = try workshop.diff("--pre-receive", environment: environment, input: .bytes(Array(line.utf8)))
        #expect(received.status == 0, "\(vector)")
        let history = try ScanResult(
            Lapwing.command(
                ["history", "--everything", "--report", "json"], in: workshop.tree,
                environment: ["HOME": workshop.tree.root].merging(environment) { $1 }
            ).run())
        #expect(history.paths.contains("a.swift"), "\(vector)")
        #expect(try workshop.history("base..HEAD").paths == ["a.swift"], "\(vector)")
        let throughGit = try ScanResult(
            Lapwing.command(
                ["history", "--through-git", "--report", "json"], in: workshop.tree,
                environment: ["HOME": workshop.tree.root].merging(environment) { $1 }
            ).run())
        #expect(throughGit.paths == ["a.swift"] && throughGit.ledger.history?.throughGit ?? 0 > 0, "\(vector)")
        _ = try Lapwing.scan("d", in: workshop.tree)
        #expect(!ran, "\(vector): \(String(decoding: workshop.tree.read("mark"), as: UTF8.self))")
        // An index that is read through git.
        let index = workshop.tree.read(".git/index")
        try workshop.tree.write(splitIndex, to: ".git/index")
        #expect(try workshop.staged(environment: environment).paths == ["d/b.swift"], "\(vector), split index")
        #expect(!ran, "\(vector), split index: \(String(decoding: workshop.tree.read("mark"), as: UTF8.self))")
        try workshop.tree.write(index, to: ".git/index")
    }

    private var head: String {
        get throws {
            let text = String(decoding: workshop.tree.read(".git/refs/heads/main"), as: UTF8.self)
            return String(text.prefix(40))
        }
    }

    /// A setting, and a command of git's that runs what it names (where a local repository is enough for that).
    static let settings: [(setting: String, runs: [String])] = [
        ("[core]\n\tfsmonitor = PLANTED", ["diff-index", "--cached", "HEAD"]),
        ("[diff]\n\texternal = PLANTED", ["diff", "--cached"]),
        ("[diff \"x\"]\n\ttextconv = PLANTED", ["diff", "--cached"]),
        ("[diff \"x\"]\n\tcommand = PLANTED", ["diff", "--cached"]),
        ("[filter \"x\"]\n\tclean = PLANTED\n\tsmudge = PLANTED", ["cat-file", "--filters", "HEAD:a.swift"]),
        ("[filter \"x\"]\n\tprocess = PLANTED", ["cat-file", "--filters", "HEAD:a.swift"]),
        ("[gpg]\n\tprogram = PLANTED\n[log]\n\tshowSignature = true", ["log", "-1", "signed"]),
        ("[core]\n\tpager = PLANTED", []),
        ("[pager]\n\trev-list = PLANTED\n\trev-parse = PLANTED\n\tmerge-base = PLANTED\n\tdiff-index = PLANTED", []),
        ("[alias]\n\trev-parse = !PLANTED\n\trev-list = !PLANTED\n\tmerge-base = !PLANTED\n\tx = !PLANTED", ["x"]),
        ("[core]\n\thooksPath = HOOKS", ["commit", "--allow-empty", "-m", "x"]),
        ("[credential]\n\thelper = !PLANTED", []),
        ("[core]\n\tsshCommand = PLANTED\n\tgitProxy = PLANTED\n\taskPass = PLANTED\n\teditor = PLANTED", []),
        ("[core]\n\talternateRefsCommand = PLANTED\n[uploadpack]\n\tpackObjectsHook = PLANTED", []),
        ("[include]\n\tpath = ../included", ["diff-index", "--cached", "HEAD"]),
        ("[includeIf \"gitdir:**\"]\n\tpath = ../included", ["diff-index", "--cached", "HEAD"]),
        ("[core]\n\tattributesFile = ATTRIBUTES\n[diff \"y\"]\n\ttextconv = PLANTED", ["diff", "--cached"]),
    ]

    @Test(arguments: settings.indices) func settingThatNamesAProgramRunsNothing(_ index: Int) throws {
        let (setting, runs) = Self.settings[index]
        // A signature makes `log.showSignature` ask.
        let commit = try workshop.repository.git("cat-file", "commit", "HEAD").text
        let split = try #require(commit.firstRange(of: "\n\n"))
        let signed =
            commit[..<split.lowerBound]
            + "\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n\n"
            + commit[split.upperBound...]
        let id = try workshop.repository.git(
            ["hash-object", "-t", "commit", "-w", "--stdin"], input: Array(signed.utf8)
        ).text.dropLast()
        try workshop.git("update-ref", "refs/heads/main", String(id))
        try workshop.git("branch", "signed")
        try workshop.tree.write("* diff=x filter=x\n", to: ".git/info/attributes")
        try workshop.tree.write("* diff=y\n", to: "planted.attributes")
        try workshop.tree.write("[core]\n\tfsmonitor = \(program)\n", to: "included")
        for hook in ["pre-commit", "post-index-change", "reference-transaction", "post-checkout"] {
            try workshop.tree.write(workshop.tree.read("planted"), to: "hooks/\(hook)")
            workshop.tree.setMode(0o755, of: "hooks/\(hook)")
        }
        let config = String(decoding: workshop.tree.read(".git/config"), as: UTF8.self)
        let text = setting.replacingOccurrences(of: "PLANTED", with: program)
            .replacingOccurrences(of: "ATTRIBUTES", with: workshop.tree.path("planted.attributes"))
            .replacingOccurrences(of: "HOOKS", with: workshop.tree.path("hooks"))
        try workshop.tree.write(config + text + "\n", to: ".git/config")
        try expectNothingRuns(setting)
        // The trap works: git itself falls into it.
        guard !runs.isEmpty else { return }
        if setting.contains("attributesFile") { try workshop.tree.remove(".git/info/attributes") }
        _ = try? workshop.repository.git(runs)
        #expect(ran, "the planted program would not run anyway: \(setting)")
    }

    @Test func environmentThatNamesAProgramRunsNothing() throws {
        let names = [
            "GIT_EXTERNAL_DIFF", "GIT_PAGER", "PAGER", "GIT_SSH", "GIT_SSH_COMMAND", "GIT_ASKPASS", "SSH_ASKPASS",
            "GIT_EDITOR",
            "EDITOR", "VISUAL", "GIT_SEQUENCE_EDITOR", "GIT_PROXY_COMMAND", "GIT_EXEC_PATH", "GIT_TEMPLATE_DIR",
        ]
        var environment: [String: String] = [:]
        for name in names { environment[name] = program }
        for name in ["GIT_TRACE", "GIT_TRACE2_EVENT", "GIT_TRACE_SETUP"] {
            environment[name] = workshop.tree.path("mark")
        }
        environment["GIT_CONFIG_COUNT"] = "1"
        environment["GIT_CONFIG_KEY_0"] = "core.fsmonitor"
        environment["GIT_CONFIG_VALUE_0"] = program
        environment["GIT_CONFIG_PARAMETERS"] = "'core.fsmonitor'='\(program)'"
        try expectNothingRuns("environment", environment: environment)
    }

    @Test func hooksInTheRepositoryDoNotRun() throws {
        for hook in ["post-index-change", "reference-transaction", "pre-commit", "fsmonitor-watchman"] {
            try workshop.tree.write(workshop.tree.read("planted"), to: ".git/hooks/\(hook)")
            workshop.tree.setMode(0o755, of: ".git/hooks/\(hook)")
        }
        let line = try #require(try? workshop.staged())
        #expect(line.paths == ["d/b.swift"] && !ran)
    }

    /// A partial clone's missing object makes git ask the remote, whose `uploadpack` is a program.
    @Test func missingPromisedObjectIsNotFetched() throws {
        let config = String(decoding: workshop.tree.read(".git/config"), as: UTF8.self)
        try workshop.tree.write(
            config.replacingOccurrences(of: "repositoryformatversion = 0", with: "repositoryformatversion = 1")
                + """
                [extensions]
                \tpartialClone = origin
                [remote "origin"]
                \turl = \(workshop.tree.root)/.git
                \tpromisor = true
                \tpartialclonefilter = blob:none
                \tuploadpack = \(program)

                """, to: ".git/config")
        for (name, command) in [
            (":d/b.swift", ["staged"]), ("HEAD:a.swift", ["diff", "base..HEAD"]), ("HEAD^{tree}", ["staged"]),
            ("HEAD~1:d", ["history"]), ("HEAD~1:a.swift", ["history", "--through-git"]),
        ] {
            let id = String(try workshop.repository.git("rev-parse", name).text.dropLast())
            try workshop.tree.remove(".git/objects/\(id.prefix(2))/\(id.dropFirst(2))")
            #expect(try workshop.refusal(command).status == 2)
            #expect(!ran, "\(name)")
        }
        // An index that git reads: it must look for the tree itself.
        try workshop.tree.write(splitIndex, to: ".git/index")
        #expect(try workshop.refusal(["staged"]).status == 2)
        // The commit is gone: the range cannot be listed.
        try workshop.tree.remove(".git/objects/\(head.prefix(2))/\(head.dropFirst(2))")
        #expect(try workshop.refusal(["diff", "base..HEAD"]).status == 2)
        #expect(try workshop.refusal(["history", "--all"]).status == 2)
        #expect(!ran, "git was made to fetch")
        _ = try? workshop.repository.git("cat-file", "-p", "HEAD")
        #expect(ran, "the planted program would not run anyway")
    }

    /// A program called git in the repository is not ours to run.
    @Test func relativePathsOfProgramsAreNotUsed() throws {
        try workshop.tree.write(workshop.tree.read("planted"), to: "git")
        workshop.tree.setMode(0o755, of: "git")
        let result = try workshop.staged(environment: ["PATH": ".::/usr/bin:/bin"])
        #expect(result.paths == ["d/b.swift"] && !ran)
    }
}
