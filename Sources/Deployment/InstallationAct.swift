/// Something that is done to an installation, and that a person could do by hand.
package enum InstallationAct: Sendable {
    case restart([String])
    case stop
    case copyStorageAside
    case recreateStorage
    case startDatabase
    /// Loading a backup, by its name, into an empty database.
    case load(String)
    case startApplication
}
