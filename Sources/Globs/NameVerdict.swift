/// What a path's last component alone says of a glob: for a scan that meets a blob by its name before it knows all of its paths.
public enum NameVerdict: Sendable, Comparable {
    /// No file of that name matches, wherever it lies.
    case never
    /// Some may, depending on the directories.
    case perhaps
    /// Every file of that name matches.
    case always
}

extension Glob {
    /// What `name`, the last component of a file's path, says.
    public func verdict(onName name: Span<UInt8>) -> NameVerdict {
        var best = NameVerdict.never
        for alternative in alternatives { best = max(best, alternative.verdict(onName: name)) }
        return best
    }
}

extension PathPattern {
    func verdict(onName name: Span<UInt8>) -> NameVerdict {
        if isDirectoryOnly { return .never }
        if isFloating { return wildcardMatch(tokens.span, sets.span, name, foldsCase: foldsCase) ? .always : .never }
        var start = 0
        for (index, token) in tokens.enumerated() {
            switch token {
            case .everything: return .perhaps
            case .byte(.slash), .directories, .someDirectories: start = index + 1
            default: continue
            }
        }
        let last = tokens.span.extracting(start..<tokens.count)
        return wildcardMatch(last, sets.span, name, foldsCase: foldsCase) ? .perhaps : .never
    }
}

/// Many globs, each with a number, asked about names all at once.
public struct NameIndex: Sendable {
    private struct Entry: Sendable {
        let pattern: PathPattern
        let number: Int
    }

    /// By the byte that a name must end in, where a pattern says so: most do, and most names do not end in it.
    private var byLastByte: [[Entry]]
    private var others: [Entry] = []

    /// - Parameter globs: several may have the same number.
    public init(_ globs: some Sequence<(glob: Glob, number: Int)>) {
        byLastByte = Array(repeating: [], count: 256)
        for (glob, number) in globs {
            for pattern in glob.alternatives where !pattern.isDirectoryOnly {
                let entry = Entry(pattern: pattern, number: number)
                if case .byte(let last) = pattern.tokens.last, !pattern.foldsCase {
                    byLastByte[Int(last)].append(entry)
                } else {
                    others.append(entry)
                }
            }
        }
    }

    /// Calls `body` with the number of every glob that says more than `never` of files of that name, and with what it says. A
    /// number may come more than once.
    public func verdicts(onName name: Span<UInt8>, _ body: (_ number: Int, _ verdict: NameVerdict) -> Void) {
        guard name.count > 0 else { return }
        for entry in byLastByte[Int(name[name.count - 1])] {
            let verdict = entry.pattern.verdict(onName: name)
            if verdict != .never { body(entry.number, verdict) }
        }
        for entry in others {
            let verdict = entry.pattern.verdict(onName: name)
            if verdict != .never { body(entry.number, verdict) }
        }
    }
}
