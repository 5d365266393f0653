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

    /// Reads the value of the option that was just read. False where the next word could be anything else, or means nothing.
    mutating func value<Value>(_ parse: (String) -> Value?, _ take: (Value) -> Void) -> Bool {
        guard index < words.count, PlainArguments.isValue(words[index]), let value = next().flatMap(parse) else {
            return false
        }
        take(value)
        return true
    }

    mutating func value(_ take: (String) -> Void) -> Bool { value(Optional.some, take) }

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
        case "--report": return arguments.value { reports.append($0) }
        case "--min-confidence": return arguments.value(Confidence.init(rawValue:)) { minConfidence = $0 }
        case "--fail-on": return arguments.value(Severity.init(rawValue:)) { failOn = $0 }
        case "--color": return arguments.value(ColorChoice.init(rawValue:)) { color = $0 }
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
        case "--rules": return arguments.value { ruleFiles.append($0) }
        case "--baseline": return arguments.value { baseline = $0 }
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
        case "--threads": return arguments.value(Int.init(_:)) { threads = $0 }
        case "--chunk-size": return arguments.value(Int.init(_:)) { chunkSize = $0 }
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
        case "--exclude": return arguments.value { excluded.append($0) }
        case "--include": return arguments.value { included.append($0) }
        case "--stdin-name": return arguments.value { stdinName = $0 }
        default: return false
        }
        return true
    }
}
