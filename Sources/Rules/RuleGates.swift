/// What is asked of a rule before it is decoded, as plain numbers: does it look at this file, can it match here? Made from rules once
/// (by rulegen for the built-in ones) and then only read.

internal import Bytes

public struct RuleGates: Sendable, Equatable {
    /// For each rule the first one that looks at the same files: rules of one scope are asked once a file.
    public let scopes: [Int32]
    /// For each rule the number of its `FollowBytes`, or -1.
    public let follows: [Int16]
    /// Twelve words each; see `FollowBytes`.
    public let followWords: [UInt64]

    public init(scopes: [Int32], follows: [Int16], followWords: [UInt64]) {
        self.scopes = scopes
        self.follows = follows
        self.followWords = followWords
    }

    public init(_ rules: [Rule]) {
        var firstOf: [RulePlaces: Int32] = [:]
        var numberOf: [FollowBytes: Int16] = [:]
        var words: [UInt64] = []
        var scopes: [Int32] = []
        var follows: [Int16] = []
        for (index, rule) in rules.enumerated() {
            let first = firstOf[rule.places] ?? Int32(index)
            firstOf[rule.places] = first
            scopes.append(first)
            guard let follow = rule.follow else {
                follows.append(-1)
                continue
            }
            let number = numberOf[follow] ?? Int16(numberOf.count)
            if numberOf.updateValue(number, forKey: follow) == nil {
                words += follow.words64
            }
            follows.append(number)
        }
        self.init(scopes: scopes, follows: follows, followWords: words)
    }

    /// The distinct `FollowBytes`, by number.
    public var followBytes: [FollowBytes] {
        stride(from: 0, to: followWords.count, by: 12).map { FollowBytes(words: followWords[$0..<$0 + 12]) }
    }
}
