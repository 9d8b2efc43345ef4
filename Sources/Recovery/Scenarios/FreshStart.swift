import Deployment

/// The runbook's "Data Loss Scenarios" where the storage itself is lost: what is there is copied aside, then the database
/// begins anew on empty storage.
///
/// Killed anywhere it leaves the old storage, the copy, or both; run again it goes on from there.
package struct FreshStart: Sendable {
    let installation: any Installation
    let tell: EventSink

    package init(_ installation: any Installation, tell: @escaping EventSink) {
        self.installation = installation
        self.tell = tell
    }

    /// What is done, in order.
    package static let steps = [
        "stop the application and the database",
        "copy the storage aside",
        "remove the storage, and make it anew",
        "start the database",
    ]

    /// The same, as an installation does them.
    static let acts: [InstallationAct] = [.stop, .copyStorageAside, .recreateStorage, .startDatabase]

    /// - Returns: the name of the copy.
    package func run(_ consent: StorageConsent) async throws -> String {
        try await step("stop the application and the database") { try await installation.stop() }
        let copy: String
        do {
            copy = try await step("copy the storage aside") { try await installation.copyStorageAside() }
        } catch {
            // Nothing was removed: what ran before runs again.
            tell(.note("starting again what was stopped"))
            try? await installation.startDatabase()
            try? await installation.startApplication()
            throw error
        }
        tell(.note("what was there is kept as \(copy)"))
        try await step("remove the storage, and make it anew") { try await installation.recreateStorage(consent) }
        try await step("start the database") { try await installation.startDatabase() }
        return copy
    }

    private func step<Value>(_ name: String, _ body: () async throws -> Value) async throws -> Value {
        try Task.checkCancellation()
        return try await Event.step(name, tell: tell, body).value
    }
}
