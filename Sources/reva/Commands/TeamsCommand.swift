import ArgumentParser
import Foundation
import Teams

/// `reva teams`: what Microsoft Teams needs.
struct TeamsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "teams", abstract: "Prepare Microsoft Teams for Reva.", subcommands: [TeamsManifestCommand.self])
}

/// `reva teams manifest`: the file that an administrator uploads to Teams.
struct TeamsManifestCommand: RevaCommand {
    static let configuration = CommandConfiguration(
        commandName: "manifest",
        abstract: "Write the app package for Teams: the manifest and two icons in a zip file.",
        discussion: """
            The app id of the registration comes from the setting teams.app.id. docs/teams.md leads from the registration \
            to the first answer.

            EXAMPLES
              reva teams manifest --company Example --website https://www.example.com
              reva teams manifest --company Example --website https://www.example.com --output reva-1.0.1.zip \
            --package-version 1.0.1
            """)

    @OptionGroup var global: GlobalOptions

    @Option(help: ArgumentHelp("Who offers the app to its people.", valueName: "name"))
    var company: String

    @Option(help: ArgumentHelp("The company's website.", valueName: "url"))
    var website: String

    @Option(help: ArgumentHelp("Where privacy is explained; left out: the website.", valueName: "url"))
    var privacy: String?

    @Option(help: ArgumentHelp("The terms of use; left out: the website.", valueName: "url"))
    var terms: String?

    @Option(
        help: ArgumentHelp(
            "Version of the package: three numbers, which must grow for an update.", valueName: "version"))
    var packageVersion = "1.0.0"

    @Option(
        help: ArgumentHelp("Host that answers link to, such as release.example.com; several times.", valueName: "host"))
    var domain: [String] = []

    @Option(help: ArgumentHelp("Where to write the package.", valueName: "file"))
    var output = "reva-teams.zip"

    private struct Written: Encodable {
        let package: String
        let app: String
        let version: String
    }

    func run() async throws {
        let settings = try await global.settings()
        guard let appID = settings.text(.teamsAppID) else {
            throw CommandError(
                "teams.app.id is not set",
                hints: [
                    "\(SettingKey.teamsAppID.variable)=… with the app id of the bot's registration",
                    "docs/teams.md says how to register it",
                ])
        }
        var manifest = AppManifest(
            id: appID, version: packageVersion, botID: appID,
            developer: .init(
                name: company, website: website, privacy: privacy ?? website, termsOfUse: terms ?? website))
        manifest.commands = [
            .init("help", "What Reva can do"), .init("status", "Whether Reva and its parts are well"),
            .init("subscriptions", "What you are told of"), .init("memories", "What is remembered of you"),
        ]
        manifest.validDomains = domain
        let bytes: [UInt8]
        do {
            bytes = try AppPackage(manifest).archive()
        } catch let error as TeamsError {
            throw CommandError(error.summary, hints: error.hints, code: .usage)
        }
        let path = URL(filePath: output).path(percentEncoded: false)
        do {
            try Data(bytes).write(to: URL(filePath: output), options: .atomic)
        } catch {
            throw CommandError("the app package cannot be written to \(path)", hints: ["--output names another file"])
        }
        global.console.result(Written(package: path, app: appID, version: packageVersion)) {
            """
            The app package is \(path).
            Upload it in Teams: Apps, Manage your apps, Upload an app; for everybody in the admin center of Teams.
            """
        }
    }
}
