// Writes the generated files from rules/*.yml: run it in the project's root after changing a rule.

import RuleSource

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

exit(RuleGenerator.run(root: CommandLine.arguments.dropFirst().first ?? "."))
