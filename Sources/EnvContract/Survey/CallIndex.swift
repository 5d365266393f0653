/// Which functions run when the program starts, as far as calls by name show it: those that the top level calls, or that a function
/// calls that itself runs then.

internal import Bytes

final class CallIndex {
    private let texts: [SourceText]
    /// The places of a name that is followed by a bracket; made when the first question comes.
    private lazy var calls: [String: [(text: Int, line: Int)]] = collect()
    private var answers: [String: Bool] = [:]
    /// Chains of calls are followed so far.
    private static let deepest = 16

    init(_ texts: [SourceText]) { self.texts = texts }

    func runsAtStart(_ name: String) -> Bool { runsAtStart(name, depth: 0) }

    private func runsAtStart(_ name: String, depth: Int) -> Bool {
        if let answer = answers[name] { return answer }
        guard depth < CallIndex.deepest, !name.isEmpty else { return false }
        // A function that only calls itself does not run.
        answers[name] = false
        let answer = (calls[name] ?? []).contains { call in
            let text = texts[call.text]
            if FunctionHead(text.trimmed(call.line), line: call.line)?.name == name { return false }
            guard let function = text.function(around: call.line) else { return true }
            return function.runsAtStart || runsAtStart(function.name, depth: depth + 1)
        }
        answers[name] = answer
        return answer
    }

    private func collect() -> [String: [(text: Int, line: Int)]] {
        var found: [String: [(text: Int, line: Int)]] = [:]
        for (index, text) in texts.enumerated() {
            for (number, line) in text.lines.enumerated() {
                for open in line.indices where line[open] == UInt8(ascii: "(") {
                    var start = open
                    while start > 0, ByteSet.word.contains(line[start - 1]), open - start < 64 { start -= 1 }
                    guard start < open else { continue }
                    found[String(decoding: line[start..<open], as: UTF8.self), default: []].append((index, number + 1))
                }
            }
        }
        return found
    }
}
