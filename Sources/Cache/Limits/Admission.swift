/// Whether something may be done now.
package enum Admission: Sendable, Hashable {
    case admitted
    /// In so much time it may be, if nothing else is done meanwhile.
    case refused(retryAfter: Duration)

    package var isAdmitted: Bool { self == .admitted }
}
