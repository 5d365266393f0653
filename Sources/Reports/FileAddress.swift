/// A path as a URI (RFC 3986): the one place that percent-encodes. Works on bytes, so that a name that is not UTF-8 keeps its
/// exact bytes; `.` and `..` are resolved by their letters alone, without a look at the disk.
struct FileAddress {
    /// Below the current directory, without a slash in front; nil where the path is elsewhere.
    let relative: String?
    /// The same as it is, for formats that take a path instead of a URI; where it is elsewhere, the path as it was written.
    let plain: [UInt8]
    /// `file:///…`; nil where the path is relative and the current directory unknown.
    let absolute: String?
    /// The path as it was written, for where neither of the others is known.
    let asWritten: String

    /// - Parameter directory: absolute, or empty where unknown.
    init(_ path: [UInt8], in directory: String) {
        let isAbsolute = path.first == slash
        let base = FileAddress.names(Array(directory.utf8)) ?? []
        let names = FileAddress.names(isAbsolute ? path : Array(directory.utf8) + [slash] + path) ?? []
        let isBelow = (!isAbsolute || !directory.isEmpty) && names.count > base.count && names.starts(with: base)
        relative = isBelow ? FileAddress.encoded(names[base.count...]) : nil
        plain = isBelow ? Array(names[base.count...].joined(separator: [slash])) : path
        asWritten = FileAddress.encoded(path.split(separator: slash, omittingEmptySubsequences: false)[...])
        let isKnown = (isAbsolute || !directory.isEmpty) && !names.isEmpty
        absolute = isKnown ? "file:///" + FileAddress.encoded(names[...]) : nil
    }

    /// What stands between a path's slashes, with `.` and `..` gone; nil where `..` leads above where the path begins.
    private static func names(_ path: [UInt8]) -> [ArraySlice<UInt8>]? {
        var names: [ArraySlice<UInt8>] = []
        for name in path.split(separator: slash) where !name.elementsEqual(".".utf8) {
            if !name.elementsEqual("..".utf8) {
                names.append(name)
            } else if names.popLast() == nil {
                return nil
            }
        }
        return names
    }

    private static func encoded(_ names: ArraySlice<ArraySlice<UInt8>>) -> String {
        names.map { encode($0) }.joined(separator: "/")
    }

    /// Letters, digits and `-._~` stand for themselves.
    private static func encode(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { byte in
            let character = Character(Unicode.Scalar(byte))
            let isWord = character.isASCII && (character.isLetter || character.isNumber)
            return isWord || "-._~".contains(character) ? String(character) : "%" + hexadecimal(byte, digits: 2)
        }.joined()
    }
}

private let slash = UInt8(ascii: "/")
