import Crypto
import Deployment
import Foundation
import Glibc
import SystemPackage

/// A folder as the second place: a mounted file system of another machine, or another disk.
package struct FolderTarget: CopyTarget {
    private let folder: FilePath

    package init(_ folder: FilePath) { self.folder = folder }

    package var description: String { "the folder \(folder)" }

    /// - Throws: when the folder is not there: it may be a mount that is missing, and must not be made on this disk then.
    package func files() throws -> [String: Int] {
        do {
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.string)
            return Dictionary(
                uniqueKeysWithValues: names.compactMap { name in
                    var status = stat()
                    guard stat(folder.appending(name).string, &status) == 0 else { return nil }
                    return (name, Int(status.st_size))
                })
        } catch {
            throw RecoveryError(
                "\(description) cannot be read: \(error.localizedDescription)",
                hints: ["mount it, or make it: mkdir \(folder)"])
        }
    }

    /// Goes on where an earlier transfer ended, as far as what is there is the same.
    package func upload(_ file: FilePath, as name: String, progress: @escaping @Sendable (Int) -> Void) async throws {
        let path = folder.appending(name)
        do {
            try await offload {
                let source = try FileDescriptor.open(file, .readOnly, options: [.closeOnExec])
                defer { try? source.close() }
                let target = try FileDescriptor.open(
                    path, .readWrite, options: [.create, .closeOnExec], permissions: [.ownerReadWrite])
                defer { try? target.close() }
                try Self.fill(target, from: source, progress: progress)
                guard fsync(target.rawValue) == 0 else { throw Errno(rawValue: errno) }
            }
        } catch let error as Errno {
            throw RecoveryError(
                "\(path) cannot be written: \(error)", reason: error == .noSpace ? .noSpace : .failed)
        }
    }

    private static func fill(
        _ target: FileDescriptor, from source: FileDescriptor, progress: (Int) -> Void
    ) throws {
        var (wanted, there) = ([UInt8](repeating: 0, count: 1 << 20), [UInt8](repeating: 0, count: 1 << 20))
        var offset: Int64 = 0
        var isSame = true
        while case let count = try wanted.withUnsafeMutableBytes({ try source.read(into: $0) }), count > 0 {
            if isSame {
                let found = try there.withUnsafeMutableBytes { try target.read(fromAbsoluteOffset: offset, into: $0) }
                isSame = found >= count && there[..<count] == wanted[..<count]
            }
            if !isSame { try target.writeAll(toAbsoluteOffset: offset, wanted[..<count]) }
            offset += Int64(count)
            progress(Int(offset))
        }
        guard ftruncate(target.rawValue, off_t(offset)) == 0 else { throw Errno(rawValue: errno) }
    }

    package func digest(of name: String) async throws -> String {
        let path = folder.appending(name)
        return try await offload {
            // What the system still has in memory of it says nothing of the disk.
            let file = try FileDescriptor.open(path, .readOnly, options: [.closeOnExec])
            try file.closeAfter { _ = posix_fadvise(file.rawValue, 0, 0, POSIX_FADV_DONTNEED) }
            return try SHA256.hash(of: path).hex
        }
    }

    package func rename(_ name: String, to final: String) throws {
        let (from, to) = (folder.appending(name).string, folder.appending(final).string)
        guard Glibc.rename(from, to) == 0 else {
            throw RecoveryError("\(from) cannot be renamed to \(final): \(Errno(rawValue: errno))")
        }
        // The name is on disk when the folder is.
        let directory = try FileDescriptor.open(folder, .readOnly, options: [.directory, .closeOnExec])
        defer { try? directory.close() }
        guard fsync(directory.rawValue) == 0 else { throw Errno(rawValue: errno) }
    }

    package func remove(_ name: String) throws {
        do {
            try FileManager.default.removeItem(atPath: folder.appending(name).string)
        } catch {
            throw RecoveryError("\(folder.appending(name)) cannot be removed: \(error.localizedDescription)")
        }
    }
}
