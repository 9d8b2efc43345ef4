import Foundation
import SystemPackage

/// Text for a program's standard input, as a file without a name, at its beginning.
///
/// Not Subprocess's `.string`: it ends the whole process when a program is gone before it has read everything.
package func programInput(_ text: String) throws -> FileDescriptor {
    let path = "/tmp/reva-input-\(UUID().uuidString)"
    let file = try FileDescriptor.open(
        FilePath(path), .readWrite, options: [.create, .exclusiveCreate, .closeOnExec], permissions: .ownerReadWrite)
    try FileManager.default.removeItem(atPath: path)
    try file.writeAll(toAbsoluteOffset: 0, text.utf8)
    return file
}
