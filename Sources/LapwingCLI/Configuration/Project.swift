/// What a tree says of itself: its configuration, its ignore file and its baseline, read from one place that is trusted. `scan` reads the
/// work tree that contains the current directory; `staged` and `diff` give the index or a commit as the source.

internal import Bytes
internal import Findings
internal import Git
internal import Suppression
internal import Synchronization

/// Where a tree's files are read.
struct ProjectSource: Sendable {
    /// What precedes a name in messages: nothing for the work tree, `BASE:` for a commit.
    var prefix = ""
    /// The bytes of a file, by its path relative to the root; nil where there is none. Throws what a person should read.
    let read: @Sendable (_ path: String) throws -> [UInt8]?

    /// No tree: nothing is configured, nothing accepted.
    static let none = ProjectSource { _ in nil }

    /// A work tree on disk. Links are not followed: they lead out of the tree.
    static func workTree(_ root: FilePath) -> ProjectSource {
        ProjectSource { path in
            let file = root.appending(path)
            let type: FileType
            // Most trees have none of these files: no error goes further than here.
            do throws(Errno) { type = try FileStatus.of(file, followingLinks: false).type } catch {
                if error == .noSuchFile || error == .notADirectory { return nil }
                throw UsageFault("\(path) cannot be read: \(error)")
            }
            guard type == .regular else {
                throw UsageFault("\(path) is no regular file: it is not read, and nothing is scanned without it")
            }
            do { return try TextFile.contents(of: file, followingLinks: false) } catch {
                throw UsageFault("\(path) cannot be read: \(error)")
            }
        }
    }
}

struct Project {
    /// Absolute: the root of the tree; nil outside of one.
    let root: FilePath?
    let source: ProjectSource
    let settings: Settings
    let ignore: IgnoreList
    let baseline: Baseline

    /// Reads what there is.
    /// - Parameters:
    ///   - baseline: the file of `--baseline`, on disk; nil: the tree's own, if it has one.
    init(
        root: FilePath?, source: ProjectSource, options: ConfigOptions, failOn: Severity? = nil,
        minConfidence: Confidence? = nil, usualConfidence: Confidence = .low
    ) throws {
        self.root = root
        self.source = source
        var config = ConfigFile()
        var name: String?
        if !options.noConfig, let bytes = try source.read(ConfigFile.name) {
            name = source.prefix + ConfigFile.name
            config = ConfigFile(bytes, name: source.prefix + ConfigFile.name)
            guard config.faults.isEmpty else {
                let lines = config.faults.map { "  \($0)" }.joined(separator: "\n")
                throw UsageFault("the configuration cannot be used:\n\(lines)")
            }
        }
        settings = Settings(
            config, name: name, failOn: failOn, minConfidence: minConfidence, usualConfidence: usualConfidence)
        ignore = options.noSuppressions ? IgnoreList() : try Project.ignoreList(source)
        baseline =
            options.noSuppressions ? Baseline() : try Project.baseline(source, options.baseline)
    }

    /// The tree that contains the current directory, as it stands on disk.
    static func ofCurrentDirectory(
        _ options: ConfigOptions, failOn: Severity? = nil, minConfidence: Confidence? = nil
    ) throws -> Project {
        let tree = ProcessContext.currentDirectory.flatMap { WorkTree.containing($0) }
        return try Project(
            root: tree?.root, source: tree.map { .workTree($0.root) } ?? .none, options: options, failOn: failOn,
            minConfidence: minConfidence)
    }

    /// The root of the work tree that contains the current directory; nil outside of one.
    static func ofCurrentDirectoryRoot() -> FilePath? {
        ProcessContext.currentDirectory.flatMap { WorkTree.containing($0) }?.root
    }

    /// The ignore file of a source; empty where there is none.
    static func ignoreList(_ source: ProjectSource) throws -> IgnoreList {
        guard let bytes = try source.read(IgnoreList.defaultName) else { return IgnoreList() }
        do { return try IgnoreList(bytes, name: source.prefix + IgnoreList.defaultName) } catch {
            let lines = error.faults.map { "  \($0)" }.joined(separator: "\n")
            throw UsageFault("the ignore file cannot be used:\n\(lines)")
        }
    }

    private static func baseline(_ source: ProjectSource, _ file: String?) throws -> Baseline {
        do {
            if let file {
                guard let bytes = try ProjectSource.named(file) else {
                    throw UsageFault("--baseline \(file): No such file or directory")
                }
                return try Baseline(bytes, name: file)
            }
            guard let bytes = try source.read(Baseline.defaultName) else { return Baseline() }
            return try Baseline(bytes, name: source.prefix + Baseline.defaultName)
        } catch let fault as SuppressionFault {
            throw UsageFault("the baseline cannot be used:\n  \(fault)")
        }
    }

    /// What judges findings by what this project accepts.
    /// - Parameters:
    ///   - usesMarkers: false takes markers for ordinary text.
    ///   - ignore: the entries that are not new; nil: the project's own list.
    ///   - proposed: the ignore list as a change leaves it; nil where a tree is scanned as it stands.
    ///   - policy: what the change may accept of itself; nil: as configured.
    ///   - exists: whether a path, relative to the root, is there in what is scanned; nil: on disk.
    func suppressor(
        usesMarkers: Bool, ignore: IgnoreList? = nil, proposed: IgnoreList? = nil, policy: NewSuppressionPolicy? = nil,
        exists: PathQuestion? = nil
    ) -> Suppressor {
        Suppressor(
            ignore: ignore ?? self.ignore, proposed: proposed, baseline: baseline,
            foreignMarkers: settings.foreignMarkers.value,
            policy: policy ?? settings.newMarkers.value, usesMarkers: usesMarkers,
            today: CalendarDate(secondsSinceEpoch: WallClock.secondsSinceEpoch), exists: exists ?? existsOnDisk)
    }

    private var existsOnDisk: PathQuestion {
        remembering { [root] path in
            let file = root.map { $0.appending(path) } ?? FilePath(path)
            return (try? FileStatus.of(file, followingLinks: false)) != nil
        }
    }
}

/// Asks something of a path, relative to the root of a tree.
typealias PathQuestion = @Sendable ([UInt8]) -> Bool

/// The same, asked once for each path: every accepted finding of a renamed file asks for the same one.
func remembering(_ question: @escaping PathQuestion) -> PathQuestion {
    let known = Mutex<[[UInt8]: Bool]>([:])
    return { path in
        known.withLock { known in
            if let answer = known[path] { return answer }
            let answer = question(path)
            known[path] = answer
            return answer
        }
    }
}

extension ProjectSource {
    /// A file that the command line names: it may stand anywhere, and be a link.
    fileprivate static func named(_ file: String) throws -> [UInt8]? {
        do { return try TextFile.contents(of: FilePath(file)) } catch {
            if error == .noSuchFile { return nil }
            throw UsageFault("\(file) cannot be read: \(error)")
        }
    }
}
