/// The version of the program; CHANGELOG.md says what changed.
enum Version {
    static let text = "0.1.0"
}
