/// A value that a product ships, or that its documentation shows, and that strangers therefore know.
public struct KnownDefault: Sendable, Hashable {
    /// How bad it is to meet the value.
    public enum Class: String, Sendable, CaseIterable {
        /// A key or password that a product ships or documents: whoever reads that can forge what it protects.
        case published = "known-default"
        /// Published for emulators, test modes and local chains: harmless there, and no secret anywhere.
        case emulator
        /// Shown in documentation and valid nowhere: no finding by itself.
        case documentation
        /// The well-known password of a product's first account: `guest`, `postgres`, `changeit`.
        case weak
    }

    /// Whose value it is: `Apache Superset`. Several products are separated by commas.
    public let product: String
    /// What the product calls it: `SECRET_KEY`, `password of admin`.
    public let setting: String
    /// The advisory, where one exists: `CVE-2023-27524`.
    public let cve: String?
    public let `class`: Class
}

/// One row of the generated table: where the hidden value stands, and what is known of it.
struct KnownValueRecord: Sendable {
    let start: Int
    let count: Int
    /// Longer values that begin with this one count too.
    let isPrefix: Bool
    let known: KnownDefault

    init(
        _ start: Int, _ count: Int, _ class: KnownDefault.Class, prefix: Bool = false,
        _ product: String, _ setting: String, _ cve: String? = nil
    ) {
        self.start = start
        self.count = count
        isPrefix = prefix
        known = KnownDefault(product: product, setting: setting, cve: cve, class: `class`)
    }
}

/// How the table hides its values: every byte is combined with one that depends on its place in the value. That keeps the
/// values out of `strings` and out of other scanners' sight; it is no encryption, and needs to be none. Lookups compare whole
/// values, never digests, so no other value can be taken for a known one.
package enum KnownValueMask {
    /// Hides a byte, or shows a hidden one. `place` counts from the value's start.
    package static func apply(_ byte: UInt8, at place: Int) -> UInt8 {
        byte ^ (0xA5 &+ UInt8(truncatingIfNeeded: place) &* 29)
    }
}
