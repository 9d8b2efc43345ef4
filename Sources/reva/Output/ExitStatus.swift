import Archive
import ArgumentParser
import Deployment
import Postgres
import Recovery

/// The exit codes of every command; docs/commands.md is checked against this table.
enum ExitStatus: Int32, CaseIterable, Sendable {
    case done = 0
    case failed = 1
    case degraded = 2
    case badBackup = 3
    case noBackup = 4
    case busy = 5
    case unreachable = 6
    case declined = 7
    case noSpace = 8
    case swappedBack = 9
    case spoiled = 10
    case notPassed = 11
    case usage = 64
    case interrupted = 130

    var meaning: String {
        switch self {
        case .done: "done, and all is well"
        case .failed: "failed for a reason that is none of the others"
        case .degraded: "not healthy, or not protected as it should be (health, status)"
        case .badBackup: "the backup is damaged, incomplete, or not the same when restored; production was not touched"
        case .noBackup: "there is no such backup, or none that may be used"
        case .busy: "another run is at work; nothing was done"
        case .unreachable: "the database or the application cannot be reached"
        case .declined: "not confirmed: nobody answered yes, and --yes was not given"
        case .noSpace: "not enough room on a disk; nothing was lost"
        case .swappedBack: "restored, but the application did not become healthy: the former database was put back"
        case .spoiled: "the evidence is not as it was written, or not by whom it should be"
        case .notPassed: "the drill was held, and something in it failed or took too long"
        case .usage: "the command was not understood"
        case .interrupted: "interrupted (Ctrl-C); what was begun was cleaned up"
        }
    }

    init(_ error: any Error) {
        switch error {
        case let error as CommandError: self = error.code
        case let error as RecoveryError: self = Self(error.reason)
        case let error as ArchiveError:
            switch error.reason {
            case .noSpace: self = .noSpace
            case .notGzip, .empty, .cutShort, .damaged, .refused, .statementTooLong: self = .badBackup
            default: self = .failed
            }
        case let error as DeploymentError where error.isUnreachable: self = .unreachable
        case let error as PostgresError where error.kind == .connection: self = .unreachable
        case is CancellationError: self = .interrupted
        default: self = .failed
        }
    }

    private init(_ reason: RecoveryError.Reason) {
        switch reason {
        case .failed, .programDied: self = .failed
        case .badBackup: self = .badBackup
        case .noBackup: self = .noBackup
        case .busy: self = .busy
        case .unreachable: self = .unreachable
        case .noSpace: self = .noSpace
        case .swappedBack: self = .swappedBack
        case .refused: self = .declined
        }
    }
}

extension ExitStatus {
    /// Ends a command with this code after its result was printed.
    var exit: ExitCode { ExitCode(rawValue) }
}
