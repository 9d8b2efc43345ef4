import Foundation

/// A container, as `docker inspect` describes it.
struct Container: Decodable, Sendable {
    struct State: Decodable, Sendable {
        struct Health: Decodable, Sendable {
            let status: String
            private enum CodingKeys: String, CodingKey { case status = "Status" }
        }

        let status: String
        let isRunning: Bool
        let exitCode: Int
        let startedAt: String
        let health: Health?

        private enum CodingKeys: String, CodingKey {
            case status = "Status"
            case isRunning = "Running"
            case exitCode = "ExitCode"
            case startedAt = "StartedAt"
            case health = "Health"
        }
    }

    struct Config: Decodable, Sendable {
        let image: String
        let labels: [String: String]?

        private enum CodingKeys: String, CodingKey {
            case image = "Image"
            case labels = "Labels"
        }
    }

    struct Mount: Decodable, Sendable {
        let type: String
        let name: String?
        let destination: String

        private enum CodingKeys: String, CodingKey {
            case type = "Type"
            case name = "Name"
            case destination = "Destination"
        }
    }

    struct Network: Decodable, Sendable {
        struct Attachment: Decodable, Sendable {}
        let networks: [String: Attachment]
        private enum CodingKeys: String, CodingKey { case networks = "Networks" }
    }

    let id: String
    let state: State
    let config: Config
    let mounts: [Mount]
    let network: Network

    private enum CodingKeys: String, CodingKey {
        case id = "Id"
        case state = "State"
        case config = "Config"
        case mounts = "Mounts"
        case network = "NetworkSettings"
    }

    func label(_ name: String) -> String? { config.labels?["com.docker.compose.\(name)"] }

    var service: String { label("service") ?? "" }

    /// A container that is started again and again counts as running for Docker, and one that has ended keeps the last
    /// verdict of its health check: neither is what a person asks for.
    var component: Component {
        let isUp = state.status == "running"
        let detail = isUp ? state.health.map { " (\($0.status))" } ?? "" : " (\(state.exitCode))"
        return Component(
            name: service, isRunning: isUp && state.health?.status != "unhealthy", state: state.status + detail)
    }
}
