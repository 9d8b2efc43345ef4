import Foundation
import PostgresTesting
import SystemPackage
import Testing

/// A folder with the names of PostgreSQL's programs: small scripts around the real ones, of which one call goes wrong.
final class FaultyPrograms: Sendable {
    /// What becomes of the chosen call.
    enum Fault: Sendable, CaseIterable, CustomTestStringConvertible {
        case failsAtOnce, failsInTheMiddle, isKilled, endsEarly, endsBeforeItsEnd, writesGarbage, writesNothing

        /// In shell; `$real` is the program.
        fileprivate var script: String {
            switch self {
            case .failsAtOnce: #"echo "pg_dump: error: something broke" >&2; exit 1"#
            case .failsInTheMiddle: #""$real" "$@" | head -c 600; echo "pg_dump: error: something broke" >&2; exit 1"#
            case .isKilled: #""$real" "$@" | head -c 600; kill -9 $$"#
            case .endsEarly: #""$real" "$@" | head -c 600; exit 0"#
            case .endsBeforeItsEnd: #""$real" "$@" | grep -v "PostgreSQL database dump complete"; exit 0"#
            case .writesGarbage: "head -c 50000 /dev/urandom; exit 0"
            case .writesNothing: "exit 0"
            }
        }

        var testDescription: String { "\(self)" }
    }

    let path: FilePath

    /// - Parameters:
    ///   - program: the one whose calls are counted; the others are the real ones.
    ///   - call: which call goes wrong, from 1.
    init(around real: FilePath, _ program: String = "pg_dump", call: Int, _ fault: Fault) throws {
        path = TestFolder.unused()
        try FileManager.default.createDirectory(atPath: path.string, withIntermediateDirectories: true)
        for name in ["pg_dump", "psql"] where name != program {
            try FileManager.default.createSymbolicLink(
                atPath: path.appending(name).string, withDestinationPath: real.appending(name).string)
        }
        // Making a folder is atomic, so that calls side by side are told apart.
        let script = """
            #!/bin/sh
            real=\(real.appending(program))
            call=1
            while ! mkdir "\(path)/call.$call" 2>/dev/null; do call=$((call + 1)); done
            [ $call -eq \(call) ] || exec "$real" "$@"
            \(fault.script)
            """
        let file = path.appending(program).string
        try script.write(toFile: file, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file)
    }

    deinit { try? FileManager.default.removeItem(atPath: path.string) }

    /// How often the program was called.
    var calls: Int {
        ((try? FileManager.default.contentsOfDirectory(atPath: path.string)) ?? []).count { $0.hasPrefix("call.") }
    }
}
