import Logging

extension Settings {
    /// Sends logs to standard error, from the level that the settings name. Call it once in a process.
    /// - Parameter standard: the level when nobody named one.
    func startLogging(standard: Logger.Level = .info) throws -> Logger {
        let level = try text(.logLevel) == nil ? standard : logLevel
        LoggingSystem.bootstrap { label in
            var handler = StreamLogHandler.standardError(label: label)
            handler.logLevel = level
            return handler
        }
        return Logger(label: "reva")
    }
}
