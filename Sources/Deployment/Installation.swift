/// What a deployment stands on, as its operator handles it: parts that can be restarted, storage that can be made anew.
///
/// Mechanism only, as `Deployment` is; the order of things is `FreshStart`'s.
package protocol Installation: Scene {
    /// What the database's data lies on, such as `reva_postgres-data`.
    func storage() async throws -> String

    /// Changes nothing.
    /// - Throws: when one of these components, by their names in the runbook, is not there.
    func check(_ components: [String]) async throws

    /// Restarts components, each once, and returns when they run again.
    func restart(_ components: [String]) async throws

    /// Stops the application and the database. Doing it twice is no error.
    func stop() async throws

    /// Copies the storage to a new one beside it; the database must be stopped. A copy that is not complete is removed.
    /// - Returns: the copy's name.
    func copyStorageAside() async throws -> String

    /// Removes the storage and what is on it, and makes it anew, empty.
    func recreateStorage(_ consent: StorageConsent) async throws

    /// Starts the database, and returns when it takes connections.
    func startDatabase() async throws

    /// Starts the application.
    func startApplication() async throws

    /// The commands by which a person would do it.
    /// - Throws: when what stands there does not tell.
    func commands(for act: InstallationAct) async throws -> [String]

    /// What restarting these components does to the people who use Reva, a sentence each.
    func disturbance(by components: [String]) async throws -> [String]
}

/// Somebody's word that a storage may be removed: only its name, which a person typed, makes one.
package struct StorageConsent: Sendable {
    package let storage: String

    /// Nil unless `words` are the storage's name.
    package init?(to storage: String, words: String) {
        guard words == storage else { return nil }
        self.storage = storage
    }

    /// - Throws: when the word was given for another storage.
    func check(_ storage: String) throws {
        guard storage == self.storage else {
            throw DeploymentError("it was \(self.storage) that may be removed, and not \(storage)")
        }
    }
}
