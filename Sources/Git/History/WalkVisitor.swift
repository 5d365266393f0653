/// A visitor as a walk sees it, whatever it remembers: the walk's own code is compiled once, and not for types that it doesn't know. Only
/// what is here is made for each kind of visitor, in the module that has it.

public import Bytes

/// What a visitor remembers of an object, counted as long as someone holds it.
@usableFromInline
class HeldMemo: @unchecked Sendable {
    // @unchecked: a class that has subclasses; these hold one constant, which is Sendable.
    private let cost: HeldCost

    @usableFromInline
    init(_ cost: HeldCost) { self.cost = cost }
}

@usableFromInline
final class OneMemo<Memo: Sendable>: HeldMemo, @unchecked Sendable {
    // @unchecked: as its superclass.
    @usableFromInline let memo: Memo

    @inlinable
    init(_ memo: Memo, _ cost: HeldCost) {
        self.memo = memo
        super.init(cost)
    }
}

/// One worker's visitor. Not shared between threads.
@usableFromInline
class WalkVisitor {
    @usableFromInline
    init() {}

    /// - Parameters:
    ///   - base: what `hold` gave for the base of the object, if that is remembered, and `copies` tells what was copied from it.
    /// - Returns: what it costs to remember what `hold` gives. Bytes.
    @usableFromInline
    func visit(_ node: Int, _ content: ByteBuffer, _ base: HeldMemo?, _ copies: [CopyRun]) -> Int { 0 }

    /// What is remembered of the object that was visited last; asked once.
    @usableFromInline
    func hold(_ cost: HeldCost) -> HeldMemo? { nil }

    @usableFromInline
    func visitLarge(_ node: Int, _ stream: BlobStream) {}

    @usableFromInline
    func fault(_ fault: ObjectFault) {}

    @usableFromInline
    func finish() {}
}

@usableFromInline
final class OneVisitor<Visitor: ObjectVisitor & ~Copyable>: WalkVisitor {
    @usableFromInline var visitor: Visitor?
    @usableFromInline var last: Visitor.Memo?

    @inlinable
    init(_ visitor: consuming Visitor) {
        self.visitor = consume visitor
        super.init()
    }

    @inlinable
    override func visit(_ node: Int, _ content: ByteBuffer, _ base: HeldMemo?, _ copies: [CopyRun]) -> Int {
        var origin: DeltaOrigin<Visitor.Memo>?
        if let base = base as? OneMemo<Visitor.Memo> { origin = DeltaOrigin(memo: base.memo, copies: copies) }
        guard let (memo, cost) = visitor?.visit(node, content, origin) else { return 0 }
        last = memo
        return cost
    }

    @inlinable
    override func hold(_ cost: HeldCost) -> HeldMemo? {
        guard let memo = last.take() else { return nil }
        return OneMemo(memo, cost)
    }

    @inlinable
    override func visitLarge(_ node: Int, _ stream: BlobStream) { visitor?.visitLarge(node, stream) }

    @inlinable
    override func fault(_ fault: ObjectFault) { visitor?.fault(fault) }

    @inlinable
    override func finish() {
        if let visitor = visitor.take() { visitor.finish() }
    }
}
