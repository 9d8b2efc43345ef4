import Foundation
import JSONValues
import MCP

/// Tools that change releases.
extension ReleaseTool {
    private struct CreateForm: Encodable {
        let releaseTitle: String
        let folderId: String?
        let variables: [String: String]
        let scheduledStartDate: Date?
        let dueDate: Date?
        let autoStart: Bool
    }

    private struct UpdateForm: Encodable {
        let id: String
        let type = "xlrelease.Release"
        let title: String?
        let description: String?
        let owner: String?
        let dueDate: Date?
        let flagStatus: String?
        let flagComment: String?
        let tags: [String]?
    }

    private struct AbortForm: Encodable { let abortComment: String }

    static let releaseChanges: [ReleaseTool] = [
        ReleaseTool(
            "create_release", "Create a release from a template",
            """
            Makes a new, planned release. See list_template_variables for the values that it needs. It does not \
            start by itself unless autoStart is true and start is given; use start_release.
            """,
            [
                .template, .text("title", "Title of the new release", isRequired: true),
                Parameter(
                    name: "variables",
                    schema: [
                        "type": "object", "description": "Values by the keys of the template's variables",
                        "additionalProperties": ["type": "string", "maxLength": 4_000], "maxProperties": 100,
                    ]),
                .id("folder", "Id of the folder to put it into; left out: that of the template", isRequired: false),
                .date("start", "Planned start"), .date("due", "Due date"),
                .flag("autoStart", "Start it by itself at its planned start", standard: false),
            ], .adding
        ) { arguments, session in try await create(arguments, session) },
        ReleaseTool("start_release", "Start a release", "Starts a planned release.", [.release], .moving) {
            arguments, session in try await change(arguments, "start", session)
        },
        ReleaseTool("resume_release", "Resume a release", "Lets a paused release go on.", [.release], .moving) {
            arguments, session in try await change(arguments, "resume", session)
        },
        ReleaseTool(
            "abort_release", "Abort a release",
            "Ends a release for good: what is not done is aborted, and it cannot be started again.",
            [.release, .comment(isRequired: true)], .ending
        ) { arguments, session in
            let form = AbortForm(abortComment: arguments.text("comment") ?? "")
            return try await change(arguments, "abort", session, form)
        },
        ReleaseTool(
            "restart_release", "Restart a release from a phase",
            """
            Ends the current phase and begins again from a phase, or from a task in it, with copies. The release is \
            paused afterwards unless resume is true.
            """,
            [
                .release, .id("phase", "Id of the phase to begin from"),
                .id("task", "Id of the task in that phase to begin from", isRequired: false),
                .choice(
                    "version", "Which copy of phases that were restarted before", ["LATEST", "ORIGINAL", "ALL"],
                    standard: "LATEST"),
                .flag("resume", "Go on at once", standard: false),
            ], .ending
        ) { arguments, session in
            var query = [
                ("fromPhaseId", try arguments.id("phase", .phase).path),
                ("phaseVersion", arguments.text("version") ?? "LATEST"),
                ("resume", "\(arguments.flag("resume") ?? false)"),
            ]
            if let task = try arguments.idIfGiven("task", .task) { query.append(("fromTaskId", task.path)) }
            return try await change(arguments, "restart", session, query: query)
        },
        ReleaseTool(
            "update_release", "Change a release",
            "Sets title, description, owner, due date, flag or tags; what is left out stays. Tags are replaced.",
            [
                .release, .text("title", "New title"), .text("description", "New description", most: 4_000),
                .text("owner", "User name of the new owner"), .date("due", "New due date"),
                .choice("flag", "New flag", ["OK", "ATTENTION_NEEDED", "AT_RISK"]),
                .text("flagComment", "Why it is flagged"), .list("tags", "All tags that it shall have"),
            ], .destroying
        ) { arguments, session in
            let id = try await session.allowed(arguments.id("release", .release), .release)
            let form = UpdateForm(
                id: id, title: arguments.text("title"), description: arguments.text("description"),
                owner: arguments.text("owner"), dueDate: try arguments.date("due"), flagStatus: arguments.text("flag"),
                flagComment: arguments.text("flagComment"), tags: arguments.texts("tags"))
            let release: Release = try await session.read(.change(.PUT, "releases/\(id)", [], form))
            return ReleaseSummary(release, at: session.client.address)
        },
        ReleaseTool(
            "set_release_variable", "Set a variable of a release",
            "Gives a variable of a release that has not ended another value. Passwords cannot be set here.",
            [
                .release, .text("key", "Key of the variable", isRequired: true),
                Parameter(
                    name: "value", schema: ["type": "string", "description": "New value", "maxLength": 4_000],
                    isRequired: true),
            ], .destroying
        ) { arguments, session in try await setVariable(arguments, session) },
    ]

    private static func change(
        _ arguments: Arguments, _ action: String, _ session: Session, query: [(String, String)] = [],
        _ form: some Encodable = [String: String]()
    ) async throws -> ReleaseSummary {
        let id = try await session.allowed(arguments.id("release", .release), .release)
        let release: Release = try await session.read(.change(.POST, "releases/\(id)/\(action)", query, form))
        return ReleaseSummary(release, at: session.client.address)
    }

    private static func create(_ arguments: Arguments, _ session: Session) async throws -> ReleaseSummary {
        let template = try arguments.id("template", .release)
        let folder = try arguments.idIfGiven("folder", .folder)
        var path = template.path
        if !session.scope.isOpen {
            path = try await session.template(template).id
            if let folder { try await session.require(folder.path) }
        }
        let values = (arguments.json["variables"]?.object ?? [:]).compactMapValues(\.string)
        let form = CreateForm(
            releaseTitle: arguments.text("title") ?? "", folderId: folder?.path, variables: values,
            scheduledStartDate: try arguments.date("start"), dueDate: try arguments.date("due"),
            autoStart: arguments.flag("autoStart") ?? false)
        let release: Release = try await session.read(.change(.POST, "templates/\(path)/create", [], form))
        return ReleaseSummary(release, at: session.client.address)
    }

    private static func setVariable(_ arguments: Arguments, _ session: Session) async throws -> VariableAnswer {
        let id = try await session.allowed(arguments.id("release", .release), .release)
        let key = arguments.text("key") ?? ""
        // The API replaces a variable as a whole: what it is goes back as it came, with another value.
        let variables: [JSON] = try await session.read(.get("releases/\(id)/variables"))
        guard let variable = variables.first(where: { $0["key"]?.string == key }), case .object(var members) = variable,
            let path = members["id"]?.string, let variableID = try? ItemID(path, .variable)
        else {
            let keys = variables.compactMap { $0["key"]?.string }.map { Text.line($0, limit: 80) }
            throw ReleaseError(
                .notFound, "the release has no variable \(Text.line(key, limit: 80))",
                hints: ["its variables are: \(keys.joined(separator: ", "))"])
        }
        let type = members["type"]?.string ?? "xlrelease.StringVariable"
        guard type == "xlrelease.StringVariable" else {
            throw ReleaseError(
                .refused, "\(Text.line(key, limit: 80)) is a \(type), and only text can be set here",
                hints: ["a person can set it in Release"])
        }
        members["value"] = .string(arguments.text("value") ?? "")
        let changed: Variable = try await session.read(
            .change(.PUT, "releases/\(variableID.path)", [], JSON.object(members)))
        return VariableAnswer(changed)
    }
}
