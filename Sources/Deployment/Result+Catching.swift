extension Result where Failure == any Error {
    /// What an asynchronous piece of work came to, for whoever has to tidy up before it may throw.
    package static func catching(_ body: () async throws -> Success) async -> Self {
        do { return .success(try await body()) } catch { return .failure(error) }
    }
}
