internal import Bytes

/// `kubernetes-data`: the value stands under `data` of a Kubernetes Secret, and what it decodes to could be a secret.
struct KubernetesDataCheck: Check {
    func judge(_ candidate: Candidate, _ evidence: inout Evidence) -> Verdict {
        guard let name = candidate.nameRange else { return .reject("no name captured") }
        let margin = evidence.lineBefore(name.lowerBound, limit: 80).prefix { $0 == 0x20 }.count
        guard parent(of: name.lowerBound, margin: margin, &evidence) == "data" else {
            return .reject("not under 'data'")
        }
        guard isSecret(around: candidate.range, &evidence) else { return .reject("no Secret of Kubernetes") }
        guard let decoded = Base64.decode(candidate.secret[...]), !decoded.isEmpty,
            decoded.allSatisfy({ (0x20..<0x7F).contains($0) })
        else { return .reject("no base64 of a text") }
        let inner = Candidate(
            secret: decoded, range: candidate.range, name: candidate.name, nameRange: candidate.nameRange,
            file: candidate.file, kind: candidate.kind, tier: candidate.tier)
        return DefaultValueCheck().judge(inner, &evidence)
    }

    /// The key of the nearest line before `start` that is indented less.
    private func parent(of start: Int, margin: Int, _ evidence: inout Evidence) -> String? {
        for line in evidence.linesBefore(start, limit: 960).reversed().dropFirst() {
            let own = line.prefix { $0 == 0x20 }.count
            guard own < margin, own < line.count, line[own] != UInt8(ascii: "#") else { continue }
            return String(decoding: line[own...].prefix { $0 != UInt8(ascii: ":") }, as: UTF8.self)
        }
        return nil
    }

    /// Whether the document says that it is a Secret, before the value or behind it.
    private func isSecret(around range: Range<Int>, _ evidence: inout Evidence) -> Bool {
        let lines = evidence.linesBefore(range.lowerBound, limit: 1_000)
        let document = lines[(lines.lastIndex { $0.starts(with: "---".utf8) } ?? 0)...]
        if document.contains(where: isKind) { return true }
        for line in evidence.linesAfter(range.upperBound, limit: 1_000) {
            if line.starts(with: "---".utf8) { return false }
            if isKind(line) { return true }
        }
        return false
    }

    private func isKind(_ line: [UInt8]) -> Bool {
        line.filter { $0 != 0x20 && $0 != 0x0D && $0 != UInt8(ascii: "\"") }.elementsEqual("kind:Secret".utf8)
    }
}
