/// Every way in which the commands about changes can end, with the exit status of each: none is a silent pass.

import Foundation
import TestSupport
import Testing

struct ChangeMatrixTests {
    enum State: String, CaseIterable {
        case clean, findings, badConfig, badIgnore, badBaseline, noRepository, bare, shallow, unborn, missingBlob,
            conflict,
            dubious

        /// A directory of the tree to run in; nil where the state cannot be made here.
        func make(_ workshop: Workshop) throws -> String? {
            if self == .dubious, geteuid() != 0 { return nil }
            guard self != .unborn else { return "" }
            let bad = [
                State.badConfig: ".lapwing.yml", .badIgnore: ".lapwingignore", .badBaseline: ".lapwing-baseline",
            ]
            var first = ["a.swift": "// a\n", "keep": "1\n"]
            if let name = bad[self] { first[name] = "whatever: [\n" }
            try workshop.commit(first)
            try workshop.git("checkout", "-qb", "branch")
            let text = self == .findings ? code(Workshop.token) : "// b\n"
            try workshop.commit(["a.swift": text])
            try workshop.write(self == .findings ? code(Workshop.other) : "// c\n", to: "b.swift")
            try workshop.git("add", ".")
            return try spoil(workshop)
        }

        private func spoil(_ workshop: Workshop) throws -> String {
            switch self {
            case .noRepository:
                try workshop.tree.remove(".git")
            case .bare:
                try workshop.git("clone", "-q", "--bare", ".", "bare.git")
                try workshop.tree.remove(".git")
                return "bare.git"
            case .shallow:
                try workshop.git(
                    "clone", "-q", "--depth", "1", "--no-single-branch", "file://\(workshop.tree.root)",
                    workshop.tree.path("shallow"))
                try workshop.repository.git(["-C", "shallow", "branch", "main", "origin/main"])
                return "shallow"
            case .missingBlob:
                for revision in [":b.swift", "HEAD:a.swift"] {
                    let id = try workshop.id(revision)
                    try workshop.tree.remove(".git/objects/\(id.prefix(2))/\(id.dropFirst(2))")
                }
            case .conflict:
                try workshop.git("commit", "-qm", "z")
                try workshop.git("checkout", "-q", "main")
                try workshop.commit(["a.swift": "// else\n"])
                try workshop.git("checkout", "-q", "branch")
                #expect(throws: CommandFault.self) { try workshop.git("merge", "-q", "main") }
            case .dubious:
                for path in ["", ".git"] { unsafe chown(workshop.tree.path(path), 12_345, 12_345) }
            default: break
            }
            return ""
        }
    }

    /// In the order of `State.allCases`.
    private static let rows: [([String], [Int32])] = [
        (["staged"], [0, 1, 2, 2, 2, 2, 2, 0, 0, 2, 2, 2]),
        (["staged", "--no-config", "--no-suppressions"], [0, 1, 0, 0, 0, 2, 2, 0, 0, 2, 2, 2]),
        (["diff", "main..HEAD"], [0, 1, 2, 2, 2, 2, 0, 2, 2, 2, 0, 2]),
        (["diff", "--base", "main"], [0, 1, 2, 2, 2, 2, 0, 2, 2, 2, 0, 2]),
        (["diff", "HEAD..HEAD"], [0, 0, 2, 2, 2, 2, 0, 0, 2, 0, 0, 2]),
        (["diff", "--base", "nowhere"], [2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2]),
        (["diff"], [2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2]),
        (["diff", "main..HEAD", "--rules", "missing.yml"], [2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2]),
        (["diff", "--pre-receive"], [0, 0, 2, 2, 2, 2, 0, 0, 0, 0, 0, 2]),
        (["hook", "status"], [1, 1, 1, 1, 1, 2, 2, 1, 1, 1, 1, 2]),
        // Outside of a commit it is `scan`: it reads files, and asks git nothing.
        (["hook", "run"], [0, 1, 2, 2, 2, 2, 2, 0, 0, 0, 0, 0]),
    ]

    @Test(arguments: State.allCases) func statuses(_ state: State) throws {
        let workshop = try Workshop()
        guard let directory = try state.make(workshop) else { return }
        let column = State.allCases.firstIndex(of: state)!
        for (arguments, statuses) in Self.rows {
            let run = try Lapwing.command(
                arguments, in: workshop.tree, at: directory, environment: ["HOME": workshop.tree.root]
            ).run()
            #expect(run.status == statuses[column], "\(arguments) in \(state.rawValue): \(run.errors)\(run.text)")
            let isExplained = !run.errors.isEmpty || run.text.contains("Incomplete: 1 problem.")
            if run.status == 2 { #expect(isExplained, "\(arguments) in \(state.rawValue) says nothing") }
            #expect(!run.output.isEmpty || !run.errors.isEmpty, "\(arguments) in \(state.rawValue) is silent")
        }
    }
}
