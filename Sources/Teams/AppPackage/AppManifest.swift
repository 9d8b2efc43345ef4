import Foundation
import JSONValues

/// What Teams has to know of the app (manifest schema 1.17).
package struct AppManifest: Equatable, Sendable {
    package struct Developer: Equatable, Sendable {
        package var name: String
        /// All three https.
        package var website: String
        package var privacy: String
        package var termsOfUse: String

        package init(name: String, website: String, privacy: String, termsOfUse: String) {
            self.name = name
            self.website = website
            self.privacy = privacy
            self.termsOfUse = termsOfUse
        }
    }

    /// Something that people can ask for, as the menu of the message box shows it; ten at most.
    package struct Command: Equatable, Sendable {
        package var title: String
        package var description: String

        package init(_ title: String, _ description: String) {
            self.title = title
            self.description = description
        }
    }

    /// The app's id in the catalog, a GUID; stays the same from version to version.
    package var id: String
    /// Three numbers; has to grow for an update.
    package var version: String
    /// The app id of the bot registration.
    package var botID: String
    package var name = "Reva"
    package var fullName = "Reva, the release assistant"
    package var shortDescription = "Answers questions about releases and issues."
    package var fullDescription = """
        Reva answers questions about releases in Digital.ai Release and issues in Jira, remembers what matters to you, \
        and tells you when a release changes. Nothing is changed without an approval.
        """
    package var accentColor = "#1F4E79"
    package var developer: Developer
    package var commands: [Command] = []
    /// Hosts that cards may link to, without scheme.
    package var validDomains: [String] = []

    package init(id: String, version: String, botID: String, developer: Developer) {
        self.id = id
        self.version = version
        self.botID = botID
        self.developer = developer
    }

    static let colorIcon = "color.png"
    static let outlineIcon = "outline.png"

    /// The manifest as Teams wants it.
    /// - Throws: `TeamsError` for a value that Teams would refuse.
    package func json() throws -> JSON {
        try check()
        let scopes: JSON = ["personal", "team", "groupChat"]
        let list = commands.map { ["title": .string($0.title), "description": .string($0.description)] as JSON }
        return .fields([
            "$schema": "https://developer.microsoft.com/json-schemas/teams/v1.17/MicrosoftTeams.schema.json",
            "manifestVersion": "1.17", "version": .string(version), "id": .string(id.lowercased()),
            "developer": [
                "name": .string(developer.name), "websiteUrl": .string(developer.website),
                "privacyUrl": .string(developer.privacy), "termsOfUseUrl": .string(developer.termsOfUse),
            ],
            "name": ["short": .string(name), "full": .string(fullName)],
            "description": ["short": .string(shortDescription), "full": .string(fullDescription)],
            "icons": ["color": .string(Self.colorIcon), "outline": .string(Self.outlineIcon)],
            "accentColor": .string(accentColor),
            "bots": [
                .fields([
                    "botId": .string(botID.lowercased()), "scopes": scopes, "supportsFiles": false,
                    "isNotificationOnly": false,
                    "commandLists": list.isEmpty ? nil : [["scopes": scopes, "commands": .array(list)]],
                ])
            ],
            "permissions": ["identity", "messageTeamMembers"],
            "validDomains": .array(validDomains.map(JSON.string)),
        ])
    }

    private func check() throws {
        func require(_ isRight: Bool, _ what: String) throws {
            guard isRight else { throw TeamsError("the app manifest is not valid: \(what)") }
        }
        for (what, id) in [("the app's id", id), ("the bot's app id", botID)] {
            try require(UUID(uuidString: id) != nil, "\(what) is no GUID: \(id)")
        }
        let isVersion = version.wholeMatch(of: #/(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})/#) != nil
        try require(isVersion, "the version is not three numbers: \(version)")
        try require(accentColor.wholeMatch(of: #/#[0-9A-Fa-f]{6}/#) != nil, "the color is not #RRGGBB: \(accentColor)")
        let texts = [
            ("the name", name, 30), ("the full name", fullName, 100), ("the short description", shortDescription, 80),
            ("the description", fullDescription, 4000), ("the developer's name", developer.name, 32),
        ]
        for (what, text, limit) in texts + commands.flatMap(\.limits) {
            try require(!text.isEmpty, "\(what) is empty")
            try require(text.utf16.count <= limit, "\(what) is longer than \(limit) characters")
        }
        try require(commands.count <= 10, "there are more than 10 commands")
        for address in [developer.website, developer.privacy, developer.termsOfUse] {
            let url = URLComponents(string: address)
            try require(url?.scheme == "https" && url?.host?.isEmpty == false, "\(address) is no https address")
        }
        for domain in validDomains {
            try require(
                domain.wholeMatch(of: #/(\*\.)?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+/#) != nil, "\(domain) is no host name")
        }
    }
}

extension AppManifest.Command {
    fileprivate var limits: [(String, String, Int)] {
        [("a command's title", title, 32), ("a command's description", description, 128)]
    }
}
