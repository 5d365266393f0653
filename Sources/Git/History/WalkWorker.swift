/// One thread of a walk: its stack of what is still to do, the last first.

internal import Bytes

struct WalkWorker: ~Copyable {
    private let table: ObjectTable
    private let kind: ObjectKind
    /// For each node whether to visit it; nil: all.
    private let only: [Bool]?
    private let agenda: WalkAgenda
    private let budget: WalkBudget
    private var builder: ObjectBuilder
    private let visitor: WalkVisitor
    /// None of them is empty.
    private var stack: [WalkFrame] = []
    /// How many from the bottom have no content in memory that could be forgotten, and no memo.
    private var withoutContent = 0
    private var withoutMemo = 0

    init(
        _ table: ObjectTable, _ kind: ObjectKind, only: [Bool]?, _ agenda: WalkAgenda,
        _ budget: WalkBudget,
        _ builder: consuming ObjectBuilder, _ visitor: WalkVisitor
    ) {
        (self.table, self.kind, self.only, self.agenda, self.budget) = (table, kind, only, agenda, budget)
        self.builder = builder
        self.visitor = visitor
    }

    mutating func run(_ isStopped: () -> Bool) {
        agenda.join()
        while !isStopped() {
            if stack.isEmpty {
                guard let frame = agenda.take() else { break }
                push(frame)
            }
            if agenda.isHungry { share() }
            step()
        }
        stack.removeAll()
        agenda.stop()
    }

    consuming func finish() { visitor.finish() }

    private mutating func push(_ frame: WalkFrame) { stack.append(frame) }

    /// Gives what comes last here to someone who has nothing to do.
    private mutating func share() {
        if stack[0].rest.count > 1 {
            agenda.give(stack[0].split())
        } else if stack.count > 1 {
            agenda.give(stack.removeFirst())
            withoutContent = max(0, withoutContent - 1)
            withoutMemo = max(0, withoutMemo - 1)
        }
    }

    private mutating func step() {
        let top = stack.count - 1
        let place = stack[top].rest.lowerBound
        stack[top].rest = place + 1..<stack[top].rest.upperBound
        var frame = stack[top]
        if frame.rest.isEmpty {
            stack.removeLast()
            withoutContent = min(withoutContent, top)
            withoutMemo = min(withoutMemo, top)
        }
        let node = Int(frame.base < 0 ? table.roots[place] : table.children[place])
        guard frame.base >= 0 || table.isKind(kind, node), only?[node] != false else { return }
        visit(node, &frame)
        builder.settle()
    }

    private mutating func visit(_ node: Int, _ frame: inout WalkFrame) {
        if let broken = frame.broken {
            return replace(
                node, ObjectFault(.corrupt, "its base \(broken) cannot be read", object: table.id(of: node)), broken)
        }
        // Its deltas may be others than those that the other pack has.
        guard !table.isRepeated(node) else { return pushDeltas(of: node) }
        do throws(ObjectFault) {
            guard !builder.isExhausted else { throw builder.exhausted(node) }
            if frame.base < 0 {
                guard let content = try builder.root(node) else {
                    visitor.visitLarge(node, try builder.stream(node))
                    return pushDeltas(of: node)
                }
                visit(node, content, base: nil)
            } else {
                let base = try base(of: frame)
                let content = try builder.delta(node, of: base, keepsCopies: frame.memo != nil)
                visit(node, content, base: builder.copies.isKept ? frame.memo : nil)
            }
        } catch { replace(node, error.of(table.id(of: node)), table.id(of: node)) }
    }

    /// Another copy of what cannot be read is as good; where there is none, it is a fault, and so is what is made from it.
    private mutating func replace(_ node: Int, _ fault: ObjectFault, _ broken: ObjectID) {
        // The other copy has its own turn; what is made from this one can be made from it.
        guard !table.isRepeated(node) else { return pushDeltas(of: node) }
        if fault.reason != .tooLarge, let copy = builder.copy(of: node) { return visit(node, copy, base: nil) }
        visitor.fault(fault)
        pushDeltas(of: node, broken: broken)
    }

    /// - Parameter base: what is remembered of the object that the builder's copies are copies of.
    private mutating func visit(_ node: Int, _ content: ObjectContent, base: HeldMemo?) {
        guard !content.bytes.isFile else {
            visitor.visitLarge(node, BlobStream(content.bytes.view(pageLimit: budget.pageLimit)))
            return pushDeltas(of: node, content: hold(content))
        }
        let cost = visitor.visit(node, content.bytes, base, base == nil ? [] : builder.copies.runs)
        guard !table.deltaRange(of: node).isEmpty else { return }
        let memo = reserve(cost) ? visitor.hold(HeldCost(bytes: cost, budget)) : nil
        pushDeltas(of: node, content: hold(content), memo: memo)
    }

    private mutating func pushDeltas(
        of node: Int, content: Held<ObjectContent>? = nil, memo: HeldMemo? = nil, broken: ObjectID? = nil
    ) {
        let deltas = table.deltaRange(of: node)
        guard !deltas.isEmpty else { return }
        push(WalkFrame(base: node, rest: deltas, content: content, memo: memo, broken: broken))
    }

    // MARK: Bases

    /// What the deltas of a frame are made from; kept for the others where it had to be built.
    private mutating func base(of frame: WalkFrame) throws(ObjectFault) -> ObjectContent {
        if let content = frame.content { return content.value }
        let content = try builder.rebuilt(frame.base)
        if !frame.rest.isEmpty {
            let top = stack.count - 1
            stack[top].content = hold(content)
            withoutContent = min(withoutContent, top)
        }
        return content
    }

    /// Nil where there is no room for it.
    private mutating func hold(_ content: ObjectContent) -> Held<ObjectContent>? {
        let cost = content.bytes.isFile ? 0 : content.bytes.count
        return reserve(cost) ? Held(content, cost: cost, budget) : nil
    }

    /// Makes room by forgetting what is needed last.
    private mutating func reserve(_ bytes: Int) -> Bool {
        while !budget.reserve(bytes) {
            guard forgetOldest() else { return false }
        }
        return true
    }

    /// Contents go before what visitors remember: those can be built anew.
    private mutating func forgetOldest() -> Bool {
        while withoutContent < stack.count {
            let place = withoutContent
            withoutContent += 1
            if stack[place].content != nil {
                stack[place].content = nil
                return true
            }
        }
        while withoutMemo < stack.count {
            let place = withoutMemo
            withoutMemo += 1
            if stack[place].memo != nil {
                stack[place].memo = nil
                return true
            }
        }
        return false
    }
}
