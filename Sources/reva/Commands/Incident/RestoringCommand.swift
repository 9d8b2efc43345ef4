import Foundation
import Recovery

/// A command that takes the data of another time: while an incident is open it waits until people were told, and is noted.
protocol RestoringCommand: RevaCommand {
    /// What it does, as it is typed; nil when it changes nothing.
    var restoring: String? { get }
}

extension RestoringCommand {
    /// Runs it within the incident that is open, if one is.
    func withinIncident(_ body: () async throws -> Void) async throws {
        guard let restoring else { return try await body() }
        let book = try await global.settings().incidents(global.console)
        try book.checkThatRestoringIsAllowed()
        do {
            try await body()
        } catch {
            try? book.noteIfOpen("\(restoring) did not succeed", by: ActorOptions.user)
            throw error
        }
        try book.noteIfOpen("\(restoring) is done", by: ActorOptions.user)
    }
}
