import Archive
import Deployment
import Postgres
import Records
import Recovery
import ReleaseTools

extension Console {
    /// An error's sentence, and what to try.
    static func words(of error: any Error) -> (summary: String, hints: [String]) {
        switch error {
        case let error as CommandError: (error.summary, error.hints)
        case let error as RecoveryError: (error.summary, error.hints)
        case let error as ArchiveError: (error.summary, error.hints)
        case let error as DeploymentError: (error.summary, error.hints)
        case let error as PostgresServerError: (error.summary, error.hints)
        case let error as PostgresError: (error.summary, error.hints)
        case let error as SchemaError: (error.summary, error.hints)
        case let error as ReleaseError: (error.summary, error.hints)
        case is CancellationError: ("interrupted; what was begun was cleaned up", [])
        default: ("\(error)", [])
        }
    }
}
