/// Where ids stand in a sorted list of them, by their first bits: of as many parts as there are ids, most hold one or two. To look one up
/// costs two reads from memory, where a search would cost five or more.

internal import Bytes

struct IDPlaces: Sendable {
    /// Ids whose first bits are n stand in `starts[n]..<starts[n + 1]`.
    private var starts: [Int32]
    private let shift: UInt64

    /// - Parameter prefix: the first eight bytes of the id at a place. Where ids are not sorted, some are not found.
    init(count: Int, prefix: (Int) -> UInt64) {
        let bits = max(1, Int.bitWidth - count.leadingZeroBitCount - 1)
        shift = UInt64(64 - bits)
        starts = [Int32](repeating: Int32(count), count: 1 << bits + 1)
        var next = 0
        for place in 0..<count {
            let part = Int(prefix(place) >> shift)
            while next <= part {
                starts[next] = Int32(place)
                next += 1
            }
        }
    }

    /// The place of an id; nil where it is not in the list.
    func index(of wanted: ObjectID, id: (Int) -> ObjectID) -> Int? {
        let part = Int(wanted.prefix >> shift)
        let end = Int(starts[part + 1])
        // However many there are: whoever makes a pack can choose ids.
        let place = (min(Int(starts[part]), end)..<end).firstPlace { id($0) >= wanted }
        return place < end && id(place) == wanted ? place : nil
    }
}
