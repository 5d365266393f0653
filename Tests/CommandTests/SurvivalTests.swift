/// What was accepted stays accepted through each thing that git does to files and commits, whichever file says so.

import TestSupport
import Testing

struct SurvivalTests {
    enum Means: String, CaseIterable {
        case baseline, ignoreFile

        var file: String { self == .baseline ? ".lapwing-baseline" : ".lapwingignore" }
    }

    enum Event: String, CaseIterable {
        case linesAbove, rename, renameOfDirectory, squash, rebase, amend, checkoutWithCRLF, bothBranchesAccept
    }

    static let cases = Means.allCases.flatMap { means in Event.allCases.map { (means, $0) } }

    private let repository: GitRepository

    /// A weak and a strong secret.
    init() throws {
        var noise = Noise(seed: 81)
        repository = try GitRepository(in: TestTree())
        try repository.write("import os\ndb_password = \"\(MadeUp.password(&noise))\"\n", to: "src/a.py")
        try repository.write("x = 1\napi_token = \"\(noise.text(24))\"\n", to: "src/b.py")
        try repository.git("add", ".")
        try repository.git("commit", "-qm", "start")
    }

    private func text(_ path: String) -> String { String(decoding: repository.tree.read(path), as: UTF8.self) }

    private func commit(_ message: String) throws {
        try repository.git("add", ".")
        try repository.git("commit", "-qm", message)
    }

    private func run(_ arguments: String...) throws {
        let run = try Lapwing.command(arguments, in: repository.tree).run()
        #expect(run.status == 0, "\(arguments): \(run.errors)")
    }

    /// Accepts whatever is there and not yet accepted.
    private func accept(_ means: Means) throws {
        switch means {
        case .baseline: try run("baseline", text(means.file).isEmpty ? "create" : "update")
        case .ignoreFile:
            for finding in try Lapwing.scan(".", in: repository.tree).findings {
                try run("ignore", "add", finding.fingerprint, "--reason", "made up", "--author", "Ann")
            }
        }
    }

    private func happen(_ event: Event, _ means: Means) throws {
        func addLines() throws {
            try repository.write("# one\n# two\n" + text("src/a.py"), to: "src/a.py")
            try commit("lines")
        }
        func moveMain() throws {
            try repository.git("checkout", "-q", "main")
            try repository.write("y = 2\n", to: "other.py")
            try commit("elsewhere")
        }
        switch event {
        case .linesAbove: try addLines()
        case .rename:
            try repository.git("mv", "src/a.py", "renamed.py")
            try commit("rename")
        case .renameOfDirectory:
            try repository.git("mv", "src", "lib")
            try commit("rename")
        case .squash:
            try repository.git("checkout", "-qb", "work")
            try addLines()
            try repository.git("mv", "src/b.py", "b.py")
            try commit("rename")
            try moveMain()
            try repository.git("merge", "-q", "--squash", "work")
            try commit("squashed")
        case .rebase:
            try repository.git("checkout", "-qb", "work")
            try addLines()
            try moveMain()
            try repository.git("rebase", "-q", "main", "work")
        case .amend:
            try repository.write("# one\n" + text("src/b.py"), to: "src/b.py")
            try repository.git("commit", "-qa", "--amend", "-m", "all anew")
        case .checkoutWithCRLF:
            try repository.git("config", "core.autocrlf", "true")
            for path in [means.file, "src"] { try repository.tree.remove(path) }
            try repository.git("checkout", "-q", "--", ".")
            #expect(text(means.file).contains("\r\n") && text("src/a.py").contains("\r\n"))
        case .bothBranchesAccept:
            for (branch, seed) in [("left", 82), ("right", 83)] as [(String, UInt64)] {
                try repository.git("checkout", "-q", "-b", branch, "main")
                try repository.write(code(MadeUp.gitHubToken(seed: seed)), to: "\(branch).swift")
                try accept(means)
                try commit(branch)
            }
            try repository.git("merge", "-q", "--no-edit", "left")
        }
    }

    @Test(arguments: cases) func whatWasAcceptedStaysSo(_ means: Means, _ event: Event) throws {
        try accept(means)
        try commit("accepted")
        try repository.git("branch", "before")
        try happen(event, means)
        let result = try Lapwing.scan(".", in: repository.tree)
        #expect(result.status == 0 && result.findings.isEmpty, "\(result.findings.map(\.path))")
        let all = try Lapwing.scan(".", "--no-suppressions", in: repository.tree)
        #expect(all.findings.count == (event == .bothBranchesAccept ? 4 : 2), "it is not by chance")
        // Nor does a gate ask again for what BASE has accepted.
        guard event != .bothBranchesAccept else { return }
        let gate = try Lapwing.command(["diff", "before..HEAD"], in: repository.tree).run()
        #expect(gate.status == 0, "\(gate.text)\(gate.errors)")
    }
}
