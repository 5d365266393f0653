/// Why a pattern can never match. In an ignore file such a line is dropped, as git does; in a `Glob` it is an error.
enum PatternFault: Error {
    case unclosedBracket
    case unknownClass
    case trailingBackslash
}

/// One step of a compiled pattern.
enum Token: Sendable {
    case byte(UInt8)
    /// `?`: any byte but a slash.
    case any
    /// `[...]`: a member of the set at this index of the pattern's sets.
    case set(UInt32)
    /// `*`: any run of bytes without a slash.
    case star
    /// `**/`: nothing, or anything that ends in a slash.
    case directories
    /// `**\/`: anything that ends in a slash. Git takes the escaped slash for a plain one, except that it wants one
    /// directory.
    case someDirectories
    /// `**` at the end: all the rest, slashes included.
    case everything
}

/// One pattern without braces, as a line of an ignore file has it, compiled.
struct PathPattern: Sendable {
    private(set) var tokens: [Token] = []
    private(set) var sets: [ByteSet] = []
    /// Matches the last component at any depth; otherwise the whole path.
    private(set) var isFloating: Bool
    /// Matches only directories (the pattern ended in a slash).
    let isDirectoryOnly: Bool
    let foldsCase: Bool

    init(_ source: [UInt8], foldsCase: Bool) throws(PatternFault) {
        self.foldsCase = foldsCase
        var body = source[...]
        isDirectoryOnly = body.last == .slash
        if isDirectoryOnly { body.removeLast() }
        // Textual on purpose: git looks for the slash before it looks at brackets and escapes.
        isFloating = !body.contains(.slash)
        if body.first == .slash { body.removeFirst() }
        try compile(Array(body))
        floatIfOneComponent()
    }

    private mutating func compile(_ body: [UInt8]) throws(PatternFault) {
        var brackets = BracketReader(body)
        var index = 0
        while index < body.count {
            switch body[index] {
            case UInt8(ascii: "*"):
                tokens.append(star(in: body, at: &index))
            case UInt8(ascii: "?"):
                tokens.append(.any)
                index += 1
            case UInt8(ascii: "["):
                let (set, end) = try brackets.read(at: index, foldsCase: foldsCase)
                tokens.append(.set(UInt32(sets.count)))
                sets.append(set)
                index = end
            default:
                if body[index] == .backslash { index += 1 }
                guard index < body.count else { throw .trailingBackslash }
                tokens.append(.byte(foldsCase ? body[index].folded : body[index]))
                index += 1
            }
        }
    }

    /// The token for the asterisks at `index`, which is moved past what the token covers.
    ///
    /// Two or more are special only if they fill a component of a pattern with a slash; elsewhere they are one `*`.
    /// (Git before 2.52 also took `foo**/bar` for `foo` followed by any directories, an accident of comparing `foo`
    /// beforehand; we follow its fix.)
    private func star(in body: [UInt8], at index: inout Int) -> Token {
        let start = index
        while index < body.count, body[index] == UInt8(ascii: "*") { index += 1 }
        guard !isFloating, index - start >= 2, start == 0 || body[start - 1] == .slash else { return .star }
        let rest = body[index...]
        if rest.isEmpty { return .everything }
        if rest.first == .slash {
            index += 1
            return .directories
        }
        if rest.starts(with: [.backslash, .slash]) {
            index += 2
            return .someDirectories
        }
        return .star
    }

    /// `**/name` says what `name` says, so it gets the cheaper form.
    private mutating func floatIfOneComponent() {
        guard case .directories? = tokens.first else { return }
        for token in tokens.dropFirst() {
            switch token {
            case .byte(.slash), .directories, .someDirectories, .everything: return
            default: continue
            }
        }
        tokens.removeFirst()
        isFloating = true
    }

    func matches(_ path: Span<UInt8>, _ facts: PathFacts) -> Bool {
        if isDirectoryOnly && !facts.isDirectory { return false }
        let subject = isFloating ? path.extracting(last: facts.nameLength) : path
        return wildcardMatch(tokens.span, sets.span, subject, foldsCase: foldsCase)
    }
}
