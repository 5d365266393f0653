/// The two ends of a range, as typed or as a CI service has them in its environment.

internal import Bytes

struct RangeEnds: Equatable {
    let base: String
    let head: String
    /// Which variable it is from; nil: a person typed it.
    let origin: String?

    init(base: String, head: String, origin: String?) {
        self.base = base
        self.head = head
        self.origin = origin
    }

    /// `A..B`, `A...B`; an end that is left out is HEAD. Both mean the same: what B has since it left A.
    init(typed range: String) throws(UsageFault) {
        guard let dots = range.firstRange(of: "..") else {
            throw UsageFault("'\(range)' is no range: write \(range)..HEAD, or --base \(range)")
        }
        let rest = range[dots.upperBound...]
        let head = rest.hasPrefix(".") ? rest.dropFirst() : rest
        let base = range[..<dots.lowerBound]
        guard !base.hasPrefix("-"), !head.hasPrefix("-"), !(base.isEmpty && head.isEmpty), !head.contains("..") else {
            throw UsageFault("'\(range)' is no range: write BASE..HEAD")
        }
        self.init(base: base.isEmpty ? "HEAD" : String(base), head: head.isEmpty ? "HEAD" : String(head), origin: nil)
    }

    /// From the variables of a CI service.
    static func ofEnvironment(_ value: @escaping (String) -> String? = ProcessContext.environment) throws(UsageFault)
        -> RangeEnds
    {
        func known(_ name: String) -> String? {
            value(name).flatMap { $0.isEmpty || $0.allSatisfy { $0 == "0" } ? nil : $0 }
        }
        func branch(_ name: String) -> RangeEnds? {
            known(name).map { text in
                let short = text.hasPrefix("refs/heads/") ? String(text.dropFirst(11)) : text
                return RangeEnds(base: "origin/\(short)", head: "HEAD", origin: name)
            }
        }
        func commit(_ name: String) -> RangeEnds? {
            known(name).map { RangeEnds(base: $0, head: "HEAD", origin: name) }
        }
        if let from = known("PRE_COMMIT_FROM_REF") {
            return RangeEnds(base: from, head: known("PRE_COMMIT_TO_REF") ?? "HEAD", origin: "PRE_COMMIT_FROM_REF")
        }
        // The target of a pull request before what a push says of itself.
        let isGitLab = known("GITLAB_CI") != nil
        let candidates: [() -> RangeEnds?] = [
            { branch("GITHUB_BASE_REF") }, { gitHubEvent(known("GITHUB_EVENT_PATH")) },
            { commit("CI_MERGE_REQUEST_DIFF_BASE_SHA") }, { branch("CI_MERGE_REQUEST_TARGET_BRANCH_NAME") },
            { commit("CI_COMMIT_BEFORE_SHA") }, { isGitLab ? branch("CI_DEFAULT_BRANCH") : nil },
            { branch("BITBUCKET_PR_DESTINATION_BRANCH") }, { branch("SYSTEM_PULLREQUEST_TARGETBRANCH") },
            { branch("BUILDKITE_PULL_REQUEST_BASE_BRANCH") }, { branch("CHANGE_TARGET") },
            { commit("GIT_PREVIOUS_SUCCESSFUL_COMMIT") }, { commit("GIT_PREVIOUS_COMMIT") },
        ]
        for candidate in candidates { if let ends = candidate() { return ends } }
        throw UsageFault(
            "nothing says what to compare with: give a range (lapwing diff origin/main..HEAD) or --base REVISION")
    }

    /// What GitHub says of a push (`before`) or of a merge queue's group (`base_sha`). Not parsed as JSON: inside of a text, the quotes
    /// around a key would be escaped, so what is found is a key.
    private static func gitHubEvent(_ path: String?) -> RangeEnds? {
        guard let path, let bytes = try? TextFile.contents(of: FilePath(path), limit: 32 << 20) else { return nil }
        let text = String(decoding: bytes, as: UTF8.self)
        for key in ["before", "base_sha"] {
            guard let place = text.firstRange(of: "\"\(key)\":") else { continue }
            let value = text[place.upperBound...].drop { $0 != "\"" }.dropFirst().prefix { $0 != "\"" }
            if value.count >= 40, value.allSatisfy(\.isHexDigit), value.contains(where: { $0 != "0" }) {
                return RangeEnds(base: String(value), head: "HEAD", origin: "GITHUB_EVENT_PATH")
            }
        }
        return nil
    }
}
