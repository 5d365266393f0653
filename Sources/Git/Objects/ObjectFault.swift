/// Why an object cannot be had. Names the object and, where it is known, the file and the offset (bytes from its start).
public struct ObjectFault: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Reason: Sendable, Hashable {
        /// No pack, loose file or alternate has it.
        case missing
        /// The bytes are not what git writes.
        case corrupt
        /// Git may know how to read it, Lapwing does not.
        case unsupported
        /// It, or what it is a delta of, is larger than may be held in memory.
        case tooLarge
        /// A file of the repository cannot be read.
        case unreadable
        /// It is another kind of object than was asked for.
        case unexpectedKind
    }

    public let reason: Reason
    public var object: ObjectID?
    /// Which file, and where in it.
    public var place: String?
    public let message: String

    init(_ reason: Reason, _ message: String, object: ObjectID? = nil, place: String? = nil) {
        self.reason = reason
        self.message = message
        self.object = object
        self.place = place
    }

    public var description: String { (object.map { "object \($0): " } ?? "") + detail }

    /// Without the object's name.
    public var detail: String { message + (place.map { " (\($0))" } ?? "") }

    /// With the object that was asked for, where no closer one is named.
    func of(_ id: ObjectID) -> ObjectFault {
        var named = self
        named.object = object ?? id
        return named
    }
}
