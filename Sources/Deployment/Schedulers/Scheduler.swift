/// What calls a command every so often on this machine. It is mechanism only: what the command does, and whether there is
/// anything to do, is not known here.
package protocol Scheduler: Sendable {
    /// As a person names it: cron, systemd.
    var name: String { get }

    /// Lets the command be called every quarter of an hour, also after the machine was off; what was installed before is
    /// replaced. Doing it twice is no error.
    /// - Parameters:
    ///   - command: the program's path, and its arguments.
    ///   - log: file for what it prints, where nothing else keeps that.
    func install(_ command: [String], log: String) async throws

    /// What is installed, as it stands there; nil when nothing is.
    func installed() async throws -> String?

    /// Doing it twice is no error.
    func remove() async throws
}
