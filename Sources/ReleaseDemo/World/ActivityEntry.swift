import Foundation

/// One line of a release's activity log.
struct ActivityEntry: Encodable, Sendable {
    let id: String
    let type = "xlrelease.ActivityLogEntry"
    let username: String
    let activityDate: Date
    let eventType: String
    let message: String
    let targetId: String
}
