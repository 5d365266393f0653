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
    fileprivate func verdict(onName name: Span<UInt8>) -> NameVerdict {
        if isDirectoryOnly { return .never }
        // Most globs end in a literal, and most names do not end in it.
        if case .byte(let last) = tokens.last, name.count > 0 {
            let end = name[name.count - 1]
            if (foldsCase ? end.folded : end) != last { return .never }
        }
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
