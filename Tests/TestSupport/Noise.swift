/// Repeatable noise (SplitMix64), so that a failure can be run again.
public struct Noise: RandomNumberGenerator, Sendable {
    private var state: UInt64

    public init(seed: UInt64) { state = seed }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    public mutating func number(_ range: Range<Int>) -> Int { Int.random(in: range, using: &self) }

    public mutating func chance(_ oneIn: Int) -> Bool { number(0..<oneIn) == 0 }

    public mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: 0...255, using: &self) }
    }

    public mutating func text(_ count: Int, of alphabet: String = base62Digits) -> String {
        let digits = Array(alphabet)
        return String((0..<count).map { _ in digits.randomElement(using: &self)! })
    }

    public mutating func pick<Item>(_ items: [Item]) -> Item { items[number(0..<items.count)] }
}

public let base62Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
