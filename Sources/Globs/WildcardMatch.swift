/// Whether the tokens match all of `text`, in time proportional to their number times the length of `text`.
///
/// There is no recursion and no choice is kept but two: where the last `*` and the last `**/` could take more. Earlier
/// ones need no second try. A later `*` of the same component can end wherever an earlier one could have made it end,
/// and once a slash has matched, the component before it has no say any more; likewise a later `**/` can reach every
/// component an earlier one could.
func wildcardMatch(_ tokens: Span<Token>, _ sets: Span<ByteSet>, _ text: Span<UInt8>, foldsCase: Bool) -> Bool {
    var token = 0
    var offset = 0
    // The token after the last `*` or `**/`, and the offset it was last tried at; -1: there is none.
    var afterStar = -1
    var starOffset = 0
    var afterDirectories = -1
    var directoriesOffset = 0

    while true {
        if token < tokens.count {
            let isMatch: Bool
            switch tokens[token] {
            case .byte(let byte):
                isMatch = offset < text.count && (foldsCase ? text[offset].folded : text[offset]) == byte
                if isMatch && byte == .slash { afterStar = -1 }
            case .any:
                isMatch = offset < text.count && text[offset] != .slash
            case .set(let index):
                isMatch = offset < text.count && sets[Int(index)].contains(text[offset])
            case .star:
                token += 1
                afterStar = token
                starOffset = offset
                continue
            case .directories:
                token += 1
                afterDirectories = token
                directoriesOffset = offset
                afterStar = -1
                continue
            case .someDirectories:
                afterDirectories = token + 1
                directoriesOffset = offset
                afterStar = -1
                isMatch = false
            case .everything:
                return true
            }
            if isMatch {
                token += 1
                offset += 1
                continue
            }
        } else if offset == text.count {
            return true
        }
        // No match this way: one byte more for the last `*`, else one directory more for the last `**/`.
        if afterStar >= 0, starOffset < text.count, text[starOffset] != .slash {
            starOffset += 1
            token = afterStar
            offset = starOffset
            continue
        }
        guard afterDirectories >= 0 else { return false }
        while directoriesOffset < text.count, text[directoriesOffset] != .slash { directoriesOffset += 1 }
        guard directoriesOffset < text.count else { return false }
        directoriesOffset += 1
        afterStar = -1
        token = afterDirectories
        offset = directoriesOffset
    }
}
