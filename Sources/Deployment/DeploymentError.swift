/// What went wrong with a deployment.
package struct DeploymentError: Error, CustomStringConvertible {
    package let summary: String
    package let hints: [String]
    /// Nobody answered: the engine, the cluster, the server or the application is not there.
    package let isUnreachable: Bool

    package init(_ summary: String, hints: [String] = [], isUnreachable: Bool = false) {
        self.summary = summary
        self.hints = hints
        self.isUnreachable = isUnreachable
    }

    package var description: String { summary }
}
