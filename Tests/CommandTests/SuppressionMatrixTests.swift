/// Every way in which the commands about accepted findings can end, with the exit status of each: none is a silent pass.

import TestSupport
import Testing

struct SuppressionMatrixTests {
    enum State: String, CaseIterable {
        case clean, findings, noTree, badConfig, badIgnore, badBaseline, unreadable, empty

        func tree() throws -> TestTree {
            let tree = try TestTree()
            // All that is asked of a work tree here.
            if self != .noTree { try tree.write("ref: refs/heads/main\n", to: ".git/HEAD") }
            if self != .empty { try tree.write("x = 1\n", to: "a.py") }
            switch self {
            case .findings: try tree.write(code(MadeUp.gitHubToken(seed: 71)), to: "b.swift")
            case .badConfig: try tree.write("what: ever\n", to: ".lapwing.yml")
            case .badIgnore: try tree.write("whatever\n", to: ".lapwingignore")
            case .badBaseline: try tree.write("whatever\n", to: ".lapwing-baseline")
            case .unreadable: try tree.makeUnreachableDirectory(in: "deep")
            case .clean, .noTree, .empty: break
            }
            return tree
        }
    }

    private static let id = "s1-00112233445566778899aabbccddeeff"

    /// In the order of `State.allCases`.
    private static let rows: [([String], [Int32])] = [
        (["scan", "."], [0, 1, 0, 2, 2, 2, 2, 2]),
        (["scan", ".", "--no-config", "--no-suppressions"], [0, 1, 0, 0, 0, 0, 2, 2]),
        (["scan", ".", "--strict-suppressions"], [0, 1, 2, 2, 2, 2, 2, 2]),
        (["scan", "missing"], [2, 2, 2, 2, 2, 2, 2, 2]),
        (["scan", ".", "--baseline", "missing"], [2, 2, 2, 2, 2, 2, 2, 2]),
        (["config", "show"], [0, 0, 0, 2, 2, 2, 0, 0]),
        (["ignore", "list"], [0, 0, 2, 0, 2, 0, 0, 0]),
        (["ignore", "stale"], [0, 0, 2, 2, 2, 2, 2, 0]),
        (["ignore", "add", id, "--reason", "x", "--author", "a"], [0, 0, 2, 2, 2, 2, 2, 0]),
        (["baseline", "create"], [0, 0, 2, 2, 2, 2, 2, 0]),
        (["baseline", "update"], [2, 2, 2, 2, 2, 2, 2, 2]),
        (["baseline", "show"], [2, 2, 2, 2, 2, 2, 2, 2]),
    ]

    @Test(arguments: rows.indices)
    func statuses(_ row: Int) throws {
        let (arguments, statuses) = SuppressionMatrixTests.rows[row]
        for (state, status) in zip(State.allCases, statuses) {
            let run = try Lapwing.command(arguments, in: state.tree()).run()
            #expect(run.status == status, "\(arguments) in \(state.rawValue): \(run.errors)")
            let isExplained = !run.errors.isEmpty || run.text.contains("Incomplete: 1 problem.")
            if status == 2 { #expect(isExplained, "\(arguments) in \(state.rawValue) says nothing") }
        }
    }
}
