import Foundation

/// Tools that read releases.
extension ReleaseTool {
    private static let filters: [Parameter] = [
        .text("title", "Part of the title, whatever its case"),
        .list("statuses", "Only in these states; left out: all that have not ended", of: ReleaseFilters.statuses),
        .list("tags", "Only with all of these tags"), .id("folder", "Id of a folder: only in it", isRequired: false),
        .flag("mine", "Only releases of the caller"), .flag("flagged", "Only flagged as at risk or needing attention"),
        .flag("archived", "Only archived releases"), .date("from", "Not ended before"),
        .date("to", "Not started after"),
    ]

    static let releases: [ReleaseTool] = [
        ReleaseTool(
            "search_releases", "Search releases",
            """
            Finds releases by title, state, tag, folder or time. Without filters: all that are planned or active. \
            Use this first to get the id of a release that a person names.
            """,
            filters + [
                .choice(
                    "orderBy", "Order of the answer", ["risk", "start_date", "end_date", "title"],
                    standard: "start_date"),
                .flag("descending", "Largest or latest first", standard: true),
            ] + Parameter.paging
        ) { arguments, session in
            var filters = try filters(from: arguments)
            filters.orderBy = arguments.text("orderBy")
            filters.orderDirection = arguments.flag("descending") == false ? "ASC" : "DESC"
            let found: [Release] = try await session.read(
                .search("releases/search", arguments.paging + [("depth", "1")], filters))
            return Page(
                items: try await session.allowed(found).map { ReleaseSummary($0, at: session.client.address) },
                page: arguments.page, hasMore: found.count >= arguments.pageSize)
        },
        ReleaseTool(
            "count_releases", "Count releases", "Counts releases by state, with the filters of search_releases.",
            filters
        ) { arguments, session in try await count(arguments, session) },
        ReleaseTool(
            "get_release", "Get a release",
            "Says where one release stands: state, dates, owner, its phases, and the tasks that run or wait now.",
            [.release]
        ) { arguments, session in
            ReleaseDetail(try await session.release(arguments.id("release", .release)), at: session.client.address)
        },
        ReleaseTool(
            "get_release_blockers", "What a release waits for",
            """
            Answers why a release does not go on: failed tasks, gates with open conditions, people who have to act, \
            a pause.
            """,
            [.release]
        ) { arguments, session in
            Blockers(try await session.release(arguments.id("release", .release)), at: session.client.address)
        },
        ReleaseTool(
            "get_phase", "Get a phase", "One phase with all of its tasks.",
            [.id("phase", "Id of the phase, such as Applications/…/Release…/Phase…")]
        ) { arguments, session in PhaseDetail(try await session.phase(arguments.id("phase", .phase))) },
        ReleaseTool(
            "list_release_variables", "List the variables of a release",
            "Keys and values; those of passwords are never shown.", [.release] + Parameter.paging
        ) { arguments, session in
            let id = try arguments.id("release", .release)
            let path = try await session.allowed(id, .release)
            let variables: [Variable] = try await session.read(.get("releases/\(path)/variables"))
            return arguments.page(of: variables, VariableAnswer.init)
        },
        ReleaseTool(
            "list_release_teams", "List the teams of a release", "Who is in which team: whom to ask, whom to assign.",
            [.release] + Parameter.paging
        ) { arguments, session in
            let path = try await session.allowed(arguments.id("release", .release), .release)
            let teams: [Team] = try await session.read(.get("releases/\(path)/teams"))
            return arguments.page(of: teams, TeamAnswer.init)
        },
        ReleaseTool(
            "list_activity", "Activity of a release", "Who did what and when, newest first.",
            [.release] + Parameter.paging
        ) { arguments, session in
            let path = try await session.allowed(arguments.id("release", .release), .release)
            let entries: [ActivityEntry] = try await session.read(.get("activities/\(path)"))
            let newest = entries.sorted { ($0.activityDate ?? .distantPast) > ($1.activityDate ?? .distantPast) }
            return arguments.page(of: newest, ActivityAnswer.init)
        },
        ReleaseTool(
            "get_risk", "Risk of a release", "Release's own risk score, 0 to 100, and what it comes from.", [.release]
        ) { arguments, session in
            let path = try await session.allowed(arguments.id("release", .release), .release)
            return RiskAnswer(try await session.read(.get("risks/\(path)/Risk")))
        },
    ]

    private static func filters(from arguments: Arguments) throws(ReleaseError) -> ReleaseFilters {
        let isArchived = arguments.flag("archived") == true
        let open = isArchived ? ReleaseFilters.statuses : Array(ReleaseFilters.statuses.prefix(5))
        return ReleaseFilters(
            title: arguments.text("title"), tags: arguments.texts("tags"),
            statuses: arguments.texts("statuses") ?? open, onlyMine: arguments.flag("mine"),
            onlyFlagged: arguments.flag("flagged"), onlyArchived: arguments.flag("archived"),
            parentId: try arguments.idIfGiven("folder", .folder)?.path, from: try arguments.date("from"),
            to: try arguments.date("to"))
    }

    private static func count(_ arguments: Arguments, _ session: Session) async throws -> CountAnswer {
        var filters = try filters(from: arguments)
        if arguments.texts("statuses") == nil { filters.statuses = ReleaseFilters.statuses }
        var folders: [String?] = [filters.parentId]
        if !session.scope.isOpen {
            // Release counts by folder only, so where folders are restricted each is counted on its own.
            if let parent = filters.parentId {
                try await session.require(parent)
            } else {
                folders = try await session.scope.ids(session.client, as: session.credential)
            }
        }
        var live: [String: Int] = [:]
        var archived = 0
        for folder in folders {
            filters.parentId = folder
            let counts: Counts = try await session.read(.search("releases/count", [], filters))
            live.merge(counts.live?.byStatus ?? [:], uniquingKeysWith: +)
            archived += counts.archived?.total ?? 0
        }
        return CountAnswer(total: live.values.reduce(0, +), byStatus: live, archived: archived)
    }
}
