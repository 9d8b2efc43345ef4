import Logging

extension Settings {
    /// Sends logs to standard error, from the level that the settings name. Call it once in a process.
    func startLogging() throws -> Logger {
        let level = try logLevel
        LoggingSystem.bootstrap { label in
            var handler = StreamLogHandler.standardError(label: label)
            handler.logLevel = level
            return handler
        }
        return Logger(label: "reva")
    }
}
