extension ObjectTable {
    /// Adds what only git can read to the objects that lie alone.
    static func addThroughGit(
        _ single: inout [ObjectID], _ packs: [Pack], _ store: ObjectStore, _ faults: inout [ObjectFault]
    ) {
        guard let git = store.throughGit else { return }
        do throws(ObjectFault) {
            let known = Set(single)
            let listed = try git.list { id in known.contains(id) || packs.contains { $0.node(of: id) != nil } }
            single = (single + listed.ids).sorted()
            // What Lapwing cannot read and git can is no fault.
            if let complaint = listed.complaint {
                faults.append(ObjectFault(.unreadable, "git could not list all objects: \(complaint)"))
            } else {
                faults.removeAll { $0.reason == .unsupported }
            }
        } catch { faults.append(error) }
    }
}
