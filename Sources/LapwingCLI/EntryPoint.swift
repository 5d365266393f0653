/// Runs the command line and ends the process. ArgumentParser exits 1 for any error and 64 for wrong usage; both would look like
/// findings or like nothing known, so the statuses are mapped here.

internal import ArgumentParser
internal import Bytes
internal import Reports

public enum EntryPoint {
    /// Runs the command that the arguments name and ends the process with its status.
    public static func main() -> Never {
        ProcessContext.occupyStandardDescriptors()
        let arguments = Array(CommandLine.arguments.dropFirst())
        // A program that takes this one's place must find its signals as the caller left them: what is ignored stays so.
        if !arguments.starts(with: ["env", "check"]) { Interrupts.install() }
        do {
            if let check = EnvCheck(plain: CommandLine.arguments) {
                try check.run()
                ProcessContext.exit(ExitStatus.clean.rawValue)
            }
            if arguments.first == "staged", try StagedCommand.runPlain(Array(arguments.dropFirst())) {
                ProcessContext.exit(ExitStatus.clean.rawValue)
            }
            var command = try parse(arguments)
            try command.run()
            ProcessContext.exit(ExitStatus.clean.rawValue)
        } catch let ending as Ending {
            ProcessContext.exit(ending.status.rawValue)
        } catch let fault as UsageFault {
            Console.error(fault.description)
            ProcessContext.exit(ExitStatus.failed.rawValue)
        } catch {
            end(with: error)
        }
    }

    /// `lapwing scan` and `lapwing staged` are what people wait for: they are parsed by themselves, which spares the reflection over all
    /// other commands. Whatever is not plain about them (help, an unknown option) goes the long way, for the message.
    static func parse(_ arguments: [String]) throws -> any ParsableCommand {
        if arguments.first == "scan", let scan = try? ScanCommand.parse(Array(arguments.dropFirst())) { return scan }
        if arguments.first == "staged", let staged = try? StagedCommand.parse(Array(arguments.dropFirst())) {
            return staged
        }
        return try Lapwing.parseAsRoot(arguments)
    }

    /// Help and version are no errors; everything else is wrong usage.
    private static func end(with error: any Error) -> Never {
        let message = Lapwing.fullMessage(for: error)
        if Lapwing.exitCode(for: error) == .success {
            if !message.isEmpty { Console.print(message) }
            ProcessContext.exit(ExitStatus.clean.rawValue)
        }
        Console.write(Console.harmless(message) + "\n")
        ProcessContext.exit(ExitStatus.failed.rawValue)
    }
}

/// Lines for a person. A failed write has nobody left to tell.
enum Console {
    static func print(_ text: String) {
        try? OpenFile.standardOutput.write(Array((text + "\n").utf8))
    }

    static func error(_ text: String) { write("lapwing: \(harmless(text))\n") }

    /// Messages quote what stands in arguments and files. Their own line ends stay.
    static func harmless(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { TerminalText.visible(String($0)) }
            .joined(separator: "\n")
    }

    static func write(_ text: String) {
        try? OpenFile.standardError.write(Array(text.utf8))
    }
}
