internal import Bytes
let MUT = ProcessContext.environment("MUT").flatMap(Int.init) ?? 0
