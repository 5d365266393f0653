extension YAMLFault {
    /// The fault of bytes that are no UTF-8, on the first line that is not.
    public static func notUTF8(_ bytes: [UInt8], file: String) -> YAMLFault {
        // No character spans a line end.
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        let line = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0
        return YAMLFault(file: file, line: line + 1, message: "not UTF-8: save the file in that encoding")
    }
}
