import Glibc
import SystemPackage

/// What this machine's file systems tell.
package enum FileSystem {
    /// Bytes that an ordinary user may still write where `path` lies; nil when the path cannot be looked at.
    package static func freeSpace(at path: FilePath) -> Int? {
        var figures = statvfs()
        guard path.withPlatformString({ statvfs($0, &figures) }) == 0 else { return nil }
        return Int(figures.f_bavail) * Int(figures.f_frsize)
    }
}
