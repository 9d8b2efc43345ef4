/// Where a drill restores to.
package enum DrillPlace: String, Codable, CaseIterable, Sendable {
    /// Databases beside production, on its server.
    case scratch
    /// A server of its own that is removed afterwards.
    case server

    var words: String {
        switch self {
        case .scratch: "databases beside production, on its server"
        case .server: "a server of its own"
        }
    }
}
