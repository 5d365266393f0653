internal import ArgumentParser

/// How the work is done; nothing here changes what is found.
struct EngineOptions: Equatable {
    var threads: Int?
    var noJIT = false
    /// Bytes.
    var chunkSize: Int?
}

/// The arguments that say so.
struct EngineArguments: ParsableArguments {
    @Option(
        name: .customLong("threads"),
        help: ArgumentHelp("How many threads scan (default: one a processor, at most 12).", valueName: "count"))
    var threads: Int?

    @Flag(name: .customLong("no-jit"), help: .hidden)
    var noJIT = false

    @Option(name: .customLong("chunk-size"), help: .hidden)
    var chunkSize: Int?

    var options: EngineOptions { EngineOptions(threads: threads, noJIT: noJIT, chunkSize: chunkSize) }
}
