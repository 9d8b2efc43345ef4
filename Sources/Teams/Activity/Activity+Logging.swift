import Logging

extension Activity {
    /// What a log says of an activity: where it came from, and nothing of what was said. Without control characters,
    /// which could write lines of their own.
    package var metadata: Logger.Metadata {
        var metadata: Logger.Metadata = ["type": "\(type.loggable(limit: 64))"]
        for (name, value) in [
            ("activity", id), ("conversation", conversation?.id), ("channel", channelID), ("name", name),
            ("person", from?.objectID ?? from?.id), ("serviceURL", serviceURL),
        ] {
            if let value { metadata[name] = "\(value.loggable(limit: 256))" }
        }
        return metadata
    }
}
