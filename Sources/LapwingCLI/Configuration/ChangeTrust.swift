/// Whose word counts where a change is judged. `diff` reads configuration, rules, ignore file and baseline from BASE, never from the
/// change; `staged` reads them from the index, for who commits may accept, and says what the commit alters.

internal import Bytes
internal import Git
internal import Suppression

struct ChangeTrust: Sendable {
    private let trusted: TrustedTree
    /// The tree before the commit, in `staged`; the tree after the change, in `diff`. nil: there is no single one.
    private let other: TrustedTree?
    private let isIndex: Bool

    /// The index of a commit to come, which may accept what it brings.
    static func index(_ index: TrustedTree, head: TrustedTree) -> ChangeTrust {
        ChangeTrust(trusted: index, other: head, isIndex: true)
    }

    /// The tree that a change starts from. Without `head` the change's own ignore file accepts nothing.
    static func base(_ base: TrustedTree, head: TrustedTree?) -> ChangeTrust {
        ChangeTrust(trusted: base, other: head, isIndex: false)
    }

    /// Where configuration, rules, ignore file and baseline are read.
    var source: ProjectSource { .tree(trusted, prefix: isIndex ? "index:" : "BASE:") }

    func suppressor(_ project: Project, _ options: ConfigOptions) throws -> Suppressor {
        guard !options.noSuppressions else { return project.suppressor(usesMarkers: false, exists: exists) }
        if isIndex {
            // What the commit itself brings counts, and is listed.
            let before = project.ignore.entries.isEmpty ? IgnoreList() : try other.map(list) ?? IgnoreList()
            return project.suppressor(
                usesMarkers: true, ignore: project.ignore.common(with: before), proposed: project.ignore,
                policy: .allow, exists: exists)
        }
        return project.suppressor(usesMarkers: true, proposed: try other.map(list), exists: exists)
    }

    private func list(_ tree: TrustedTree) throws -> IgnoreList {
        try Project.ignoreList(.tree(tree, prefix: "HEAD:"))
    }

    /// Whether a path is there after the change.
    private var exists: PathQuestion {
        let tree = isIndex ? trusted : other ?? trusted
        return remembering { tree.holds(FilePath($0)) }
    }

    /// A sentence for the summary where the change alters what judges it.
    static func notice(changed paths: some Sequence<FilePath>, isIndex: Bool) -> String? {
        let own = [ConfigFile.name, IgnoreList.defaultName, Baseline.defaultName]
        let changed = Set(paths.map(\.description)).intersection(own).sorted()
        guard !changed.isEmpty else { return nil }
        let names = changed.joined(separator: ", ")
        return isIndex
            ? "The commit changes \(names): what is staged counts."
            : "The change alters \(names): what BASE has counts until it is merged."
    }
}

extension ProjectSource {
    /// What git holds of a tree.
    fileprivate static func tree(_ tree: TrustedTree, prefix: String) -> ProjectSource {
        ProjectSource(prefix: prefix) { path in
            do { return try tree.contents(of: FilePath(path)) } catch { throw UsageFault("\(prefix)\(error)") }
        }
    }
}
