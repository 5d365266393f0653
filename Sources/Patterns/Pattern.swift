/// Regular expressions over bytes: PCRE2 behind safe types.
///
/// The only module that imports CPCRE2. Patterns compile in byte mode (no UTF checks, so Latin-1 and broken UTF-8 are plain
/// bytes), with line-wise `^` and `$`, under explicit limits, and with JIT where the machine has it. A subject is always the
/// surrounding text with a start offset and a limit, never a slice: a slice makes `\b` match falsely at its edge.
/// A `Pattern` is shared by all workers; each worker has its own `MatchScratch`. The interpreter makes a pattern's first attempts, and
/// machine code is made when more come: most rules of a small file are tried a few times, and compiling costs more than that.
/// Offsets are bytes, 0-based, relative to the subject.

internal import CPCRE2
internal import Synchronization

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

// @safe, @unchecked: compiled code is never written once another thread can see it, and PCRE2 documents it as safe to share.
@safe
public final class Pattern: @unchecked Sendable {
    private let interpreted: OpaquePointer
    /// A copy of the code that was compiled on to machine code: its address, or one of the two below.
    private let machine: Atomic<UInt>
    private let attempts = Atomic<Int>(0)
    private let patience: Int
    /// Not asked for yet, and known to be impossible or unwanted.
    private static let (undecided, none): (UInt, UInt) = (0, 1)
    /// Group numbers by name.
    public let groups: [String: Int]
    /// The longest look-behind in bytes: how much text before a start offset can matter.
    public let lookbehind: Int

    /// Compiles `source`.
    /// - Parameters:
    ///   - jit: whether machine code may be made; the results are the same without.
    ///   - patience: how many attempts the interpreter makes before.
    public init(_ source: String, jit: Bool = true, patience: Int = 16) throws(PatternError) {
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
        unsafe interpreted = compiled
        machine = Atomic(jit ? Pattern.undecided : Pattern.none)
        self.patience = patience
        groups = unsafe Pattern.groupNames(compiled)
        var longest: UInt32 = 0
        unsafe pcre2_pattern_info_8(compiled, UInt32(PCRE2_INFO_MAXLOOKBEHIND), &longest)
        lookbehind = Int(longest)
    }

    deinit {
        unsafe pcre2_code_free_8(interpreted)
        unsafe pcre2_code_free_8(OpaquePointer(bitPattern: Pattern.address(machine.load(ordering: .relaxed))))
    }

    /// 0 for what is no address.
    private static func address(_ value: UInt) -> UInt { value == none ? 0 : value }

    /// Code to run. It lives as long as its pattern.
    @safe struct Code {
        let pointer: OpaquePointer
        let isMachineCode: Bool
    }

    /// What the next attempt runs.
    func codeForAttempt() -> Code {
        if let known = unsafe OpaquePointer(bitPattern: Pattern.address(machine.load(ordering: .acquiring))) {
            return unsafe Code(pointer: known, isMachineCode: true)
        }
        let isDue = attempts.add(1, ordering: .relaxed).oldValue >= patience
        return unsafe (isDue ? machineCode() : nil) ?? Code(pointer: interpreted, isMachineCode: false)
    }

    /// Machine code, made now if it was not; nil where there is none.
    func machineCode() -> Code? {
        if machine.load(ordering: .acquiring) == Pattern.undecided {
            let made = unsafe Pattern.machineCode(of: interpreted)
            let (isMine, _) = machine.compareExchange(
                expected: Pattern.undecided, desired: unsafe made == nil ? Pattern.none : UInt(bitPattern: made),
                ordering: .acquiringAndReleasing)
            // Another worker was faster.
            if !isMine { unsafe pcre2_code_free_8(made) }
        }
        return unsafe OpaquePointer(bitPattern: Pattern.address(machine.load(ordering: .acquiring))).map {
            unsafe Code(pointer: $0, isMachineCode: true)
        }
    }

    /// Whether machine code can be made; without it the interpreter runs, with the same results.
    public var usesJIT: Bool { machineCode() != nil }

    /// A copy of the code, because compiling writes to it and other workers may be running it. PCRE2 reports success without any
    /// machine code where a pattern begins with `(*NO_JIT)`: the size tells.
    private static func machineCode(of code: OpaquePointer) -> OpaquePointer? {
        guard let copy = unsafe pcre2_code_copy_8(code) else { return nil }
        var size = 0
        if unsafe pcre2_jit_compile_8(copy, UInt32(PCRE2_JIT_COMPLETE)) == 0 {
            unsafe pcre2_pattern_info_8(copy, UInt32(PCRE2_INFO_JITSIZE), &size)
        }
        if size > 0 { return unsafe copy }
        unsafe pcre2_code_free_8(copy)
        return nil
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
