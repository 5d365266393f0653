/// Joins what was found in single versions of files: the same secret, found by the same rule, is one group, with all paths that it stands at.

internal import Bytes
internal import Engine
internal import Findings
internal import Git
internal import Globs

/// A version of a file at a path, and when it came there.
struct Standing: Sendable {
    let path: FilePath
    /// The number of the content among all in which something was found.
    let leaf: Int
    /// Numbers of commits; `Standing.never` where no commit has it.
    let first: Int32
    let last: Int32

    static let never = Int32.max
}

struct SecretGroup: Sendable {
    /// A path that the secret stands at: in the version that brought it there, and in the newest one.
    struct Place: Sendable {
        let path: FilePath
        var firstLeaf: Int
        var first: Int32
        var lastLeaf: Int
        var last: Int32
    }

    let accepted: AcceptedSecret
    /// In the order of paths.
    var places: [Place] = []
    /// The contents that hold it.
    var leaves: Set<Int32> = []

    mutating func add(_ standing: Standing) {
        leaves.insert(Int32(standing.leaf))
        guard let last = places.indices.last, places[last].path == standing.path else {
            places.append(
                Place(
                    path: standing.path, firstLeaf: standing.leaf, first: standing.first, lastLeaf: standing.leaf,
                    last: standing.last))
            return
        }
        if standing.first < places[last].first {
            (places[last].firstLeaf, places[last].first) = (standing.leaf, standing.first)
        }
        // What no commit has tells nothing of what came last.
        let isNewer = places[last].last == Standing.never || standing.last > places[last].last
        if standing.last != Standing.never, isNewer {
            (places[last].lastLeaf, places[last].last) = (standing.leaf, standing.last)
        }
    }

    /// What makes two findings one.
    struct Key: Hashable {
        let rule: String
        let secret: Secret
        let name: Fingerprint

        init(_ accepted: AcceptedSecret) {
            (rule, secret, name) = (accepted.rule, accepted.secret, accepted.secretID)
        }
    }

    /// - Parameters:
    ///   - standings: in the order of paths, then of leaves.
    ///   - memos: what was found in each leaf, under each of its keys.
    static func all(_ standings: [Standing], _ memos: [[BlobMemo]], _ program: DeltaProgram) -> [SecretGroup] {
        var groups: [SecretGroup] = []
        var numbers: [Key: Int] = [:]
        // Most versions share what they hold.
        var known: [ObjectIdentifier: Int] = [:]
        var keys: [[UInt8]: ScanKey] = [:]
        for standing in standings {
            let name = Array(standing.path.lastComponent)
            let key = keys[name] ?? program.key(of: standing.path)
            keys[name] = key
            let label = BlobLabel(path: standing.path, identity: standing.path)
            for memo in memos[standing.leaf] where memo.key == key {
                for core in program.findings(of: memo, label) {
                    let id = ObjectIdentifier(core.accepted)
                    let number = known[id] ?? numbers[Key(core.accepted)] ?? groups.count
                    if number == groups.count {
                        groups.append(SecretGroup(accepted: core.accepted))
                        numbers[Key(core.accepted)] = number
                    }
                    known[id] = number
                    groups[number].add(standing)
                }
            }
        }
        return groups
    }
}
