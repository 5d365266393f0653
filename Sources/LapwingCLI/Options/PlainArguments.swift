internal import Findings

/// Reads the arguments of the commands that people and hooks wait for (`lapwing scan`, `lapwing staged`) without ArgumentParser, whose
/// reflection takes a quarter of the scan of a small file. Only what is plain: long options with their values as words of their own.
/// Whatever else there is (help, `--name=value`, an unknown option, a value that cannot be read) goes the long way, for its meaning and its message.
struct PlainArguments {
    private let words: [String]
    private var index = 0

    init(_ words: [String]) { self.words = words }

    /// The next word, or nil at the end.
    mutating func next() -> String? {
        guard index < words.count else { return nil }
        defer { index += 1 }
        return words[index]
    }

    /// The value of the option that was just read; nil where the next word could be anything else.
    mutating func value() -> String? {
        guard index < words.count, PlainArguments.isValue(words[index]) else { return nil }
        return next()
    }

    /// Whether a word is an argument by itself; `-` is one to ArgumentParser, too.
    static func isValue(_ word: String) -> Bool { !word.isEmpty && (word.utf8.first != 0x2D || word == "-") }
}

extension ReportOptions {
    /// Takes an option that is one of these, with its value. False where it is none, or not plain.
    mutating func take(_ option: String, _ arguments: inout PlainArguments) -> Bool {
        switch option {
        case "--show-secrets": showSecrets = true
        case "--explain": explain = true
        case "--quiet", "-q": quiet = true
        case "--report":
            guard let format = arguments.value() else { return false }
            reports.append(format)
        case "--min-confidence":
            guard let level = arguments.value().flatMap(Confidence.init(rawValue:)) else { return false }
            minConfidence = level
        case "--fail-on":
            guard let level = arguments.value().flatMap(Severity.init(rawValue:)) else { return false }
            failOn = level
        case "--color":
            guard let choice = arguments.value().flatMap(ColorChoice.init(rawValue:)) else { return false }
            color = choice
        default: return false
        }
        return true
    }
}

extension ConfigOptions {
    /// As `ReportOptions.take`.
    mutating func take(_ option: String, _ arguments: inout PlainArguments) -> Bool {
        switch option {
        case "--no-config": noConfig = true
        case "--no-suppressions": noSuppressions = true
        case "--rules":
            guard let file = arguments.value() else { return false }
            ruleFiles.append(file)
        case "--baseline":
            guard let file = arguments.value() else { return false }
            baseline = file
        default: return false
        }
        return true
    }
}

extension EngineOptions {
    /// As `ReportOptions.take`.
    mutating func take(_ option: String, _ arguments: inout PlainArguments) -> Bool {
        switch option {
        case "--no-jit": noJIT = true
        case "--threads":
            guard let count = arguments.value().flatMap({ Int($0) }) else { return false }
            threads = count
        case "--chunk-size":
            guard let size = arguments.value().flatMap({ Int($0) }) else { return false }
            chunkSize = size
        default: return false
        }
        return true
    }
}

extension WalkSelection {
    /// As `ReportOptions.take`.
    mutating func take(_ option: String, _ arguments: inout PlainArguments) -> Bool {
        switch option {
        case "--include-ignored": includeIgnored = true
        case "--allow-empty": allowEmpty = true
        case "--exclude":
            guard let glob = arguments.value() else { return false }
            excluded.append(glob)
        case "--include":
            guard let glob = arguments.value() else { return false }
            included.append(glob)
        case "--stdin-name":
            guard let name = arguments.value() else { return false }
            stdinName = name
        default: return false
        }
        return true
    }
}
