/// Which repositories, or parts of them, are not read directly but through git.

internal import Bytes

extension Repository {
    /// All objects, for who wants the whole history: what is stored in a way that is not known here, git reads.
    /// - Parameter throughGit: whether a person wants git to read everything.
    public func allObjects(throughGit: Bool) throws(GitFault) -> ObjectStore {
        try allObjects(throughGit: throughGit, knowing: Repository.knownExtensions)
    }

    func allObjects(throughGit: Bool, knowing known: Set<String>) throws(GitFault) -> ObjectStore {
        var reasons = throughGit ? ["--through-git was given"] : []
        let extensions = try extensions()
        reasons += extensions.filter { !known.contains($0) }
            .map { "the repository has the extension \($0), which Lapwing does not know" }
        let store = objects()
        // A repository that is not understood is not read by halves.
        let isWhole = !reasons.isEmpty
        if !isWhole { reasons += store.unreadable }
        guard !reasons.isEmpty else { return store }
        let git = GitObjects(git, format, reasons: reasons)
        return ObjectStore(isWhole ? nil : store, throughGit: git, format: format)
    }

    /// Those that change nothing of where objects are, or that are read.
    private static let knownExtensions: Set<String> = [
        "noop", "noop-v1", "compatobjectformat", "objectformat", "partialclone", "preciousobjects", "refstorage",
        "relativeworktrees", "submodulepathconfig", "worktreeconfig",
    ]

    /// The extensions that the repository names and git, which was asked first, knows; in lower case, sorted.
    private func extensions() throws(GitFault) -> [String] {
        // Nearly no repository has any: that much is seen without asking git.
        let config = try? TextFile.contents(of: commonDirectory.appending("config"), limit: 1 << 20)
        if let config, !String(decoding: config, as: UTF8.self).lowercased().contains("extensions") { return [] }
        let result = try git.run([
            "config", "--local", "--no-includes", "--null", "--get-regexp",
            "^(extensions\\..*|core\\.repositoryformatversion)$",
        ])
        guard result.status <= 1 else { throw GitProgram.fault(result, "read the repository's configuration") }
        var (names, version): (Set<String>, String) = ([], "0")
        for entry in result.output.split(separator: 0) {
            let parts = entry.split(separator: .newline, maxSplits: 1).map { String(decoding: $0, as: UTF8.self) }
            if parts[0].hasPrefix("extensions.") {
                names.insert(String(parts[0].dropFirst(11)))
            } else {
                version = parts.dropFirst().first ?? "0"
            }
        }
        // Before version 1 git passes over what it does not know.
        return version == "0" ? names.filter { $0 == "partialclone" } : names.sorted()
    }
}

extension ObjectStore {
    /// Whether a pack came from a partial clone's remote, which promises what it names. What it left out git does not have either, so git is
    /// not asked.
    public var hasPromisedPacks: Bool {
        directories.contains { directory in
            let entries = try? Directory.entries(of: directory.appending("pack"))
            return entries?.contains { $0.name.suffix(9).elementsEqual(".promisor".utf8) } ?? false
        }
    }

    /// Why some packs or alternates cannot be read, in sentences.
    var unreadable: [String] {
        var reasons: [String] = []
        for pack in allPacks {
            do throws(ObjectFault) { _ = try pack.file() } catch {
                if error.reason == .unsupported { reasons.append(error.detail) }
            }
        }
        for directory in directories {
            let path = directory.appending("info/alternates")
            guard let text = try? TextFile.contents(of: path, limit: 1 << 20) else { continue }
            if text.split(separator: .newline).contains(where: { $0.first == UInt8(ascii: "\"") }) {
                reasons.append("\(path) has paths in quotes")
            }
        }
        return reasons
    }
}
