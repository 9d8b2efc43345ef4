import ArgumentParser

/// Where Reva runs.
enum DeploymentKind: String, ExpressibleByArgument, CaseIterable, Sendable {
    case local
    case compose
    case kubernetes
}
