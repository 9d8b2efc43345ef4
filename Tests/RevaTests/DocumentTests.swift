import ArgumentParser
import Foundation
import Testing

@testable import reva

/// The documents say what the program does: what can be compared is compared here.
@Suite struct DocumentTests {
    @Test("every command in a document is one that the program understands", arguments: Document.withCommands)
    func commands(document: Document) throws {
        for line in try document.commandLines() {
            let place = "\(document.path), line \(line.number): \(line.text)"
            do {
                _ = try Reva.parseAsRoot(CommandLineText.arguments(of: line.text))
            } catch {
                // Help, the version and completion scripts are errors to the parser, and good ends.
                #expect(Reva.exitCode(for: error) == .success, "\(place)\n\(Reva.fullMessage(for: error))")
            }
        }
    }

    @Test("the documents have commands in them, so that there is something to check")
    func commandsAreFound() throws {
        let names = try Set(
            Document.withCommands.flatMap { try $0.commandLines() }
                .compactMap { CommandLineText.arguments(of: $0.text).first })
        let all = Set(Reva.configuration.subcommands.compactMap { $0.configuration.commandName })
        #expect(all.subtracting(names).isEmpty, "commands that no document shows")
    }

    @Test("every command by hand in docs/runbook.md is for services that compose.yaml has")
    func commandsByHand() throws {
        let services = try Set(
            Document("compose.yaml").text().matches(of: /(?m)^  ([a-z-]+):$/).map { String($0.1) })
        let commands = try Document("docs/runbook.md").text()
            .matches(of: /docker compose (?:stop|restart|logs|rm|up|exec)((?: -[-a-zA-Z]+)*)((?: [a-z-]+)+)/)
        #expect(commands.count > 15)
        for command in commands {
            // After `exec` the first word is the service, and the rest is what is run in it.
            let words = command.2.split(separator: " ").map(String.init)
            let named = command.0.hasPrefix("docker compose exec") ? Array(words.prefix(1)) : words
            #expect(services.isSuperset(of: named), "\(command.0)")
        }
    }

    @Test("a command line is read as a shell would")
    func splitting() {
        #expect(CommandLineText.arguments(of: "reva backup") == ["backup"])
        #expect(CommandLineText.arguments(of: "$ reva undo --yes   go back") == ["undo", "--yes"])
        #expect(CommandLineText.arguments(of: "reva list # all of them") == ["list"])
        #expect(CommandLineText.arguments(of: "reva list --backups '/a  b'") == ["list", "--backups", "/a  b"])
        #expect(CommandLineText.arguments(of: "reva list --backups \"/a#b\" > file") == ["list", "--backups", "/a#b"])
        #expect(CommandLineText.arguments(of: "reva list --backups '' && reva undo") == ["list", "--backups", ""])
        #expect(CommandLineText.arguments(of: "reva backup 2>&1 | tee log") == ["backup"])
    }

    @Test("the table in docs/settings.md is the list of settings")
    func settings() throws {
        let table = try Document("docs/settings.md").table(under: ["key", "variable", "standard", "says"])
        let expected = SettingKey.all.map { ["`\($0.name)`", "`\($0.variable)`", $0.standard, $0.says] }
        #expect(table == expected)
    }

    @Test("the table in docs/commands.md is the list of exit codes")
    func exitCodes() throws {
        let table = try Document("docs/commands.md").table(under: ["code", "name", "meaning"])
        #expect(table == ExitStatus.allCases.map { ["\($0.rawValue)", "\($0)", $0.meaning] })
    }

    @Test("every link to a file of ours leads to one", arguments: Document.all)
    func links(document: Document) throws {
        let folder = document.url.deletingLastPathComponent()
        for match in try document.text().matches(of: /\]\(([^)#\s]+)[^)]*\)/) {
            let target = String(match.1)
            guard !target.contains("://") else { continue }
            let path = folder.appending(path: target).standardizedFileURL.path(percentEncoded: false)
            #expect(FileManager.default.fileExists(atPath: path), "\(document.path) links to \(target)")
        }
    }
}
