import Foundation
import TestSupport

/// What `lapwing env list --format json` says.
struct EnvListing: Decodable {
    struct Read: Decodable, Equatable {
        let path: String
        let line: Int
        let `default`: String
    }

    struct Variable: Decodable {
        let name, `default`, checked, reason, purpose: String
        let generate: String?
        let reads: [Read]
    }

    struct Problem: Decodable {
        let kind, path, message: String
    }

    let schema: String
    let variables: [Variable]
    let passedOver: Int
    let problems: [Problem]

    /// Whatever the status, the listing must be whole.
    static func of(_ tree: TestTree, _ arguments: String...) throws -> (EnvListing, CommandResult) {
        let run = try Lapwing.command(["env", "list", "--format", "json"] + arguments, in: tree).run()
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        do { return (try decoder.decode(EnvListing.self, from: Data(run.output)), run) } catch {
            throw CommandFault(description: "no whole listing, \(run.ending): \(run.text)\(run.errors)")
        }
    }

    subscript(name: String) -> Variable? { variables.first { $0.name == name } }
}
