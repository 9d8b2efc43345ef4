/// What would be done in a scenario, what that loses, and how a person would type it.
package struct RecoverPlan: Sendable, Encodable {
    package struct Step: Sendable, Encodable {
        /// What is done.
        package var does: String
        /// By hand; empty where there is no other way than this program.
        package var commands: [String]
    }

    package var scenario: Scenario
    package var installation: String
    /// What may be removed; nil where nothing is.
    package var storage: String?
    package var steps: [Step]
    /// The blast radius, a sentence each.
    package var loses: [String]
}
