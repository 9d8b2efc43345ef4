/// A pod, as far as Reva looks at it.
struct Pod: Decodable, Sendable {
    struct Metadata: Decodable, Sendable {
        let name: String
        let labels: [String: String]?
        let deletionTimestamp: String?
    }

    struct Spec: Decodable, Sendable {
        struct Container: Decodable, Sendable { let name: String }
        let containers: [Container]
    }

    struct Status: Decodable, Sendable {
        struct Condition: Decodable, Sendable {
            let type: String
            let status: String
            let reason: String?
            let message: String?
        }

        struct ContainerStatus: Decodable, Sendable {
            struct State: Decodable, Sendable {
                struct Waiting: Decodable, Sendable {
                    let reason: String?
                    let message: String?
                }
                struct Running: Decodable, Sendable { let startedAt: String? }
                struct Terminated: Decodable, Sendable {
                    let exitCode: Int32
                    let reason: String?
                    let message: String?
                }
                let waiting: Waiting?
                let running: Running?
                let terminated: Terminated?
            }

            let name: String
            let ready: Bool
            let restartCount: Int
            let state: State
        }

        let phase: String
        let reason: String?
        let message: String?
        let podIP: String?
        let conditions: [Condition]?
        let initContainerStatuses: [ContainerStatus]?
        let containerStatuses: [ContainerStatus]?
    }

    struct List: Decodable, Sendable {
        let items: [Pod]

        /// Not those of jobs, and not what somebody runs beside them, such as the runbook's `kubectl run`: that has no name.
        /// One that is ending has been replaced, or is not wanted any more.
        var components: [Component] {
            items.filter {
                $0.metadata.labels?["app.kubernetes.io/name"] != nil && $0.metadata.labels?["job-name"] == nil
                    && $0.metadata.deletionTimestamp == nil
            }.map(\.component).sorted { $0.name < $1.name }
        }
    }

    let metadata: Metadata
    let spec: Spec
    let status: Status

    var isReady: Bool {
        metadata.deletionTimestamp == nil
            && (status.conditions ?? []).contains { $0.type == "Ready" && $0.status == "True" }
    }

    /// Of the application in it; nil before it has an address.
    var address: String? {
        status.podIP.map { "http://\($0.contains(":") ? "[\($0)]" : $0):3978" }
    }

    /// Why a container cannot even start, when that is so: a missing image, secret or node is not waited for.
    var obstacle: String? {
        let hopeless: Set = [
            "ErrImagePull", "ImagePullBackOff", "ErrImageNeverPull", "InvalidImageName", "CreateContainerConfigError",
            "CreateContainerError", "RunContainerError", "CrashLoopBackOff",
        ]
        for container in (status.initContainerStatuses ?? []) + (status.containerStatuses ?? []) {
            guard let waiting = container.state.waiting, let reason = waiting.reason, hopeless.contains(reason) else {
                continue
            }
            return "the container \(container.name) of the pod \(metadata.name) cannot start: \(reason)"
                + (waiting.message.map { ", \($0)" } ?? "")
        }
        let scheduled = (status.conditions ?? []).first { $0.type == "PodScheduled" && $0.status == "False" }
        return scheduled.map {
            "no node takes the pod \(metadata.name): \($0.message ?? $0.reason ?? "no reason given")"
        }
    }

    var component: Component {
        let containers = status.containerStatuses ?? []
        let ready = containers.count(where: \.ready)
        let restarts = containers.reduce(0) { $0 + $1.restartCount }
        var words = "\(status.phase), \(ready) of \(spec.containers.count) ready"
        if restarts > 0 { words += ", \(restarts) restarts" }
        if let obstacle { words += ": \(obstacle)" }
        let name = metadata.labels?["app.kubernetes.io/name"] ?? metadata.name
        return Component(name: name, isRunning: isReady, state: words)
    }
}
