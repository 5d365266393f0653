internal import CPCRE2

/// What came of one match attempt.
public enum MatchOutcome: Sendable, Equatable {
    case none
    case match
    /// A limit was hit: the answer is unknown, and a person must be told.
    case limit
}

/// A worker's memory for matching: result offsets, limits and the stack of the JIT code. Used by one thread at a time.
@safe
public struct MatchScratch: ~Copyable {
    private let data: OpaquePointer
    private let context: OpaquePointer
    private let stack: OpaquePointer?
    /// The whole match and the groups that are kept: numbers 0 to 31.
    public static let mostGroups = 32

    public init(limits: MatchLimits = MatchLimits()) {
        // Creation fails only when memory is exhausted, and then nothing can go on.
        unsafe data = pcre2_match_data_create_8(UInt32(MatchScratch.mostGroups), nil).unsafelyUnwrapped
        unsafe context = pcre2_match_context_create_8(nil).unsafelyUnwrapped
        unsafe pcre2_set_match_limit_8(context, limits.match)
        unsafe pcre2_set_depth_limit_8(context, limits.depth)
        unsafe pcre2_set_heap_limit_8(context, limits.heap)
        unsafe stack = pcre2_jit_stack_create_8(32 << 10, 1 << 20, nil)
        if unsafe stack != nil { unsafe pcre2_jit_stack_assign_8(context, nil, UnsafeMutableRawPointer(stack)) }
    }

    deinit {
        unsafe pcre2_match_data_free_8(data)
        unsafe pcre2_match_context_free_8(context)
        if let stack = unsafe stack { unsafe pcre2_jit_stack_free_8(stack) }
    }

    /// Looks for the first match of `pattern` that starts in `starts` (bounds included at both ends) and ends by `end`.
    ///
    /// - Parameters:
    ///   - text: the text that surrounds the window; bytes from `end` on do not exist for the pattern.
    ///   - from: the subject's first byte, at least the pattern's look-behind before `starts` unless the text begins there.
    ///   - isTextStart: whether `from` is the true start of the text (`^` matches there), rather than a cut.
    /// All offsets are relative to `text`.
    public mutating func firstMatch(
        of pattern: Pattern, in text: Span<UInt8>, from: Int, starts: ClosedRange<Int>, end: Int, isTextStart: Bool,
        isTextEnd: Bool
    ) -> MatchOutcome {
        precondition(
            from >= 0 && from <= starts.lowerBound && starts.upperBound <= end && end <= text.count,
            "a match window outside of its text")
        origin = from
        var options: UInt32 = 0
        if !isTextStart { options |= UInt32(PCRE2_NOTBOL) }
        if !isTextEnd { options |= UInt32(PCRE2_NOTEOL) }
        unsafe pcre2_set_offset_limit_8(context, starts.upperBound - from)
        let range = from..<end
        let code = pattern.codeForAttempt()
        let outcome = run(code, text, range, starts.lowerBound - from, options)
        // The interpreter counts steps that machine code does not: whether a limit is hit must not depend on how often a pattern ran.
        if outcome == .limit, !code.isMachineCode, let machine = pattern.machineCode() {
            return run(machine, text, range, starts.lowerBound - from, options)
        }
        return outcome
    }

    private mutating func run(
        _ code: Pattern.Code, _ text: Span<UInt8>, _ range: Range<Int>, _ start: Int, _ options: UInt32
    ) -> MatchOutcome {
        let status = unsafe text.withUnsafeBufferPointer { bytes in
            // Inside the bounds that were checked. pcre2_jit_match skips the argument checks of pcre2_match, which were made: byte mode, no
            // partial matching, an offset inside the subject.
            let subject = unsafe bytes.baseAddress.unsafelyUnwrapped + range.lowerBound
            return unsafe code.isMachineCode
                ? pcre2_jit_match_8(code.pointer, subject, range.count, start, options, data, context)
                : pcre2_match_8(code.pointer, subject, range.count, start, options, data, context)
        }
        switch status {
        case PCRE2_ERROR_NOMATCH: return .none
        case 0...: return .match
        default: return .limit
        }
    }

    private var origin = 0

    /// Where group `number` matched in the last successful attempt, relative to its text; nil when it took no part.
    public func range(ofGroup number: Int) -> Range<Int>? {
        guard number >= 0, number < MatchScratch.mostGroups else { return nil }
        let offsets = unsafe pcre2_get_ovector_pointer_8(data).unsafelyUnwrapped
        let start = unsafe offsets[2 * number]
        let end = unsafe offsets[2 * number + 1]
        // PCRE2_UNSET is the largest size_t, which Swift sees as -1.
        guard start >= 0, end >= start else { return nil }
        return start + origin..<end + origin
    }
}
