import Foundation
import Recovery
import SystemPackage

/// Tells what `reva up` does while it does it.
struct UpSteps {
    let console: Console

    func step<Value>(_ name: String, _ body: () async throws -> Value) async throws -> Value {
        try await Event.step(name, tell: console.tell, body).value
    }

    func note(_ text: String) { console.tell(.note(text)) }

    private struct Ready: Encodable {
        let address: String
        let health: String
        let home: String
        let backups: String
        let release: String?
        let teams: String?
    }

    /// Says where everything is, and four things to try.
    /// - Parameters:
    ///   - release: the stand-in for Digital.ai Release; nil where there is a real one.
    ///   - teams: the stand-in for Microsoft Teams; nil where there is a real registration.
    func ready(url: String, home: FilePath, backups: FilePath, release: String?, teams: String?) {
        let ready = Ready(
            address: url, health: "\(url)/api/health", home: home.string, backups: backups.string, release: release,
            teams: teams)
        let standIn = release.map { "\n  release   \($0), a stand-in with a dozen releases (admin / admin)" } ?? ""
        let stage = teams.map { "\n  teams     \($0), a stand-in: curl -d 'help' \($0)/say" } ?? ""
        console.result(ready) {
            """

            Reva is up.

              server    \(url)
              health    \(url)/api/health
              data      \(home)
              backups   \(backups)\(standIn)\(stage)

            In another terminal, try:

              reva chat                       talk to it; help lists what it can do
              reva backup                     take a backup, and prove it by restoring it
              reva status                     what would be lost now, and how long coming back would take
              reva restore latest --dry-run   what a restore would do

            Ctrl-C stops it.
            """
        }
    }
}
