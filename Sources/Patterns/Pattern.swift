/// Regular expressions over bytes: PCRE2 behind safe types.
///
/// The only module that imports CPCRE2. Patterns compile in byte mode (no UTF checks, so Latin-1 and broken UTF-8 are plain
/// bytes), with line-wise `^` and `$`, under explicit limits, and with JIT where the machine has it. A subject is always the
/// surrounding text with a start offset and a limit, never a slice: a slice makes `\b` match falsely at its edge.
/// A `Pattern` is immutable and shared by all workers; each worker has its own `MatchScratch`.
/// Offsets are bytes, 0-based, relative to the subject.

internal import CPCRE2

/// Why a pattern did not compile.
public struct PatternError: Error, Sendable, Equatable, CustomStringConvertible {
    /// PCRE2's own words.
    public let message: String
    /// Where in the pattern, in bytes.
    public let offset: Int

    public var description: String { "\(message) at byte \(offset) of the pattern" }
}

/// The bounds of one match attempt. PCRE2 counts the match limit anew at every start position, so callers bound the number of
/// attempts as well; the JIT code ignores the depth and heap limits.
public struct MatchLimits: Sendable, Equatable {
    public var match: UInt32
    public var depth: UInt32
    /// KiB.
    public var heap: UInt32

    public init(match: UInt32 = 100_000, depth: UInt32 = 1_000, heap: UInt32 = 4_096) {
        self.match = match
        self.depth = depth
        self.heap = heap
    }
}

// @safe, @unchecked: the compiled code is never written after `init`, and PCRE2 documents it as safe to share.
@safe
public final class Pattern: @unchecked Sendable {
    let code: OpaquePointer
    /// Whether machine code was made; without it the interpreter runs, with the same results.
    public let usesJIT: Bool
    /// Group numbers by name.
    public let groups: [String: Int]
    /// The longest look-behind in bytes: how much text before a start offset can matter.
    public let lookbehind: Int

    /// Compiles `source`.
    public init(_ source: String, jit: Bool = true) throws(PatternError) {
        var status: Int32 = 0
        var offset = 0
        let options =
            UInt32(PCRE2_MULTILINE) | UInt32(PCRE2_USE_OFFSET_LIMIT) | UInt32(PCRE2_NEVER_BACKSLASH_C)
            | UInt32(PCRE2_NEVER_UTF)
        let context = unsafe pcre2_compile_context_create_8(nil)
        defer { unsafe pcre2_compile_context_free_8(context) }
        unsafe pcre2_set_newline_8(context, UInt32(PCRE2_NEWLINE_ANYCRLF))
        var text = source
        let compiled = text.withUTF8 { bytes in
            unsafe pcre2_compile_8(bytes.baseAddress, bytes.count, options, &status, &offset, context)
        }
        guard let compiled = unsafe compiled else {
            throw PatternError(message: Pattern.message(status), offset: offset)
        }
        unsafe code = compiled
        usesJIT = unsafe jit && Pattern.makesMachineCode(compiled)
        groups = unsafe Pattern.groupNames(compiled)
        var longest: UInt32 = 0
        unsafe pcre2_pattern_info_8(compiled, UInt32(PCRE2_INFO_MAXLOOKBEHIND), &longest)
        lookbehind = Int(longest)
    }

    deinit {
        unsafe pcre2_code_free_8(code)
    }

    /// PCRE2 reports success without any machine code where a pattern begins with `(*NO_JIT)`: the size tells.
    private static func makesMachineCode(_ code: OpaquePointer) -> Bool {
        guard unsafe pcre2_jit_compile_8(code, UInt32(PCRE2_JIT_COMPLETE)) == 0 else { return false }
        var size = 0
        unsafe pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_JITSIZE), &size)
        return size > 0
    }

    static func message(_ status: Int32) -> String {
        var buffer = [UInt8](repeating: 0, count: 256)
        let length = unsafe buffer.withUnsafeMutableBufferPointer {
            unsafe pcre2_get_error_message_8(status, $0.baseAddress, $0.count)
        }
        return length < 0 ? "error \(status)" : String(decoding: buffer.prefix(Int(length)), as: UTF8.self)
    }

    /// The name table: entries of a big-endian group number and a NUL-terminated name.
    private static func groupNames(_ code: OpaquePointer) -> [String: Int] {
        var count: UInt32 = 0
        var width: UInt32 = 0
        var table: UnsafePointer<UInt8>?
        unsafe pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_NAMECOUNT), &count)
        unsafe pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_NAMEENTRYSIZE), &width)
        unsafe pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_NAMETABLE), &table)
        guard let base = unsafe table else { return [:] }
        var names: [String: Int] = [:]
        for index in 0..<Int(count) {
            let entry = unsafe UnsafeBufferPointer(start: base + index * Int(width), count: Int(width))
            let name = unsafe String(decoding: entry.dropFirst(2).prefix { $0 != 0 }, as: UTF8.self)
            names[name] = unsafe Int(entry[0]) << 8 | Int(entry[1])
        }
        return names
    }
}
