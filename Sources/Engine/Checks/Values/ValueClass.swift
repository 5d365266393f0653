internal import Bytes

/// What a value that may be a secret looks like.
enum ValueClass: Int, Sendable, CaseIterable {
    /// A generator made it: see `Randomness`.
    case generated
    /// The same, but so short that chance may play.
    case short
    /// Letters with digits or signs between them or behind them: `summer2019`, `Tr0ub4dor&3`.
    case mixed
    /// One word of letters.
    case word
    /// Several words, joined: `correct-horse`, `letMeIn`, `my_token`.
    case joined
    /// Digits only.
    case number
    /// With a space in it.
    case phrase
    /// The first words that people think of.
    case standIn

    init(_ value: Literal) {
        let isGenerated = value.count >= 8 && value.spaces == 0 && value.isGenerated
        if value.spaces == 0, StandIns.namesItself(value) {
            self = .standIn
        } else if isGenerated, value.count >= 12 {
            self = .generated
        } else if value.spaces > 0 {
            self = StandIns.cover(value) ? .standIn : .phrase
        } else if StandIns.cover(value) {
            self = .standIn
        } else if isGenerated {
            self = .short
        } else if value.digits == value.count {
            self = .number
        } else if value.letters == value.count {
            self = value.words.count == 1 ? .word : .joined
        } else if ValueCheck.isWordlike(value.bytes) {
            self = value.words.count > 1 ? .joined : .word
        } else {
            self = .mixed
        }
    }

    var described: String {
        switch self {
        case .generated: "a value that nobody typed"
        case .short: "a short value that nobody typed"
        case .standIn: "words that stand in for a secret"
        case .mixed: "letters mixed with digits or signs"
        case .word: "a word"
        case .joined: "words, joined"
        case .number: "digits only"
        case .phrase: "a value with a space"
        }
    }
}
