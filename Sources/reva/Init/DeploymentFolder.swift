import Foundation
import SystemPackage

/// A folder of deployment files on its way to the disk.
///
/// Everything is looked at before anything is written, so that a refusal leaves the folder as it was. Writing twice is
/// writing once.
struct DeploymentFolder: Sendable {
    let path: FilePath
    /// Folders in it that only their owner may enter.
    var privateFolders: [String] = []
    let files: [DeploymentFile]
    /// The file that is the operator's, for what the program's files say otherwise.
    var placeOfChanges = "compose.override.yaml"

    /// What became, or would become, of each file.
    struct Outcome: Encodable, Equatable, Sendable {
        var folder: String
        /// They were not there.
        var written: [String] = []
        /// They were there with another content.
        var replaced: [String] = []
        /// They stay as they are: theirs is the same content, or it is the operator's.
        var kept: [String] = []
    }

    /// - Parameter replacing: true also replaces files of the program that are there with another content.
    /// - Throws: `CommandError` when such files are there and must not be replaced, or something is in a file's place.
    func plan(replacing: Bool) throws -> Outcome {
        var outcome = Outcome(folder: path.string)
        for file in files {
            let place = path.pushing(FilePath(file.path)).string
            var isFolder: ObjCBool = false
            if !FileManager.default.fileExists(atPath: place, isDirectory: &isFolder) {
                outcome.written.append(file.path)
            } else if isFolder.boolValue {
                throw CommandError(
                    "\(place) is a folder, and should be a file",
                    hints: ["rmdir \(place): Docker makes a folder where a file that it should mount is missing"])
            } else if file.isKept || FileManager.default.contents(atPath: place).map(Array.init) == file.content {
                outcome.kept.append(file.path)
            } else {
                outcome.replaced.append(file.path)
            }
        }
        guard replacing || outcome.replaced.isEmpty else {
            throw CommandError(
                "\(path) holds other versions of \(outcome.replaced.joined(separator: ", "))",
                hints: [
                    "--replace takes those of this program; settings and secrets stay",
                    "keep changes of your own in \(placeOfChanges), which is never touched",
                ])
        }
        return outcome
    }

    /// The folder that a person means from where they stand.
    static func path(_ folder: String) -> FilePath {
        FilePath(URL(filePath: folder).standardizedFileURL.path(percentEncoded: false))
    }

    /// Does what `plan` says.
    func write(replacing: Bool) throws -> Outcome {
        let outcome = try plan(replacing: replacing)
        do {
            try makeFolders()
            for file in files where !outcome.kept.contains(file.path) { try write(file) }
        } catch let error as Errno {
            throw CommandError(
                "\(path) cannot be written: \(error)", hints: ["check its owner and mode, or name another folder"],
                code: error == .noSpace ? .noSpace : .failed)
        }
        return outcome
    }

    private func makeFolders() throws {
        try make(path, mode: 0o755)
        for folder in privateFolders { try make(path.appending(folder), mode: 0o700) }
        for file in files {
            try make(path.pushing(FilePath(file.path)).removingLastComponent(), mode: 0o755)
        }
    }

    /// No error when it is there.
    private func make(_ folder: FilePath, mode: mode_t) throws {
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: folder.string, isDirectory: &isFolder), isFolder.boolValue { return }
        if !folder.removingLastComponent().isEmpty, folder.removingLastComponent() != folder {
            try make(folder.removingLastComponent(), mode: 0o755)
        }
        guard mkdir(folder.string, mode) == 0 else { throw Errno(rawValue: errno) }
    }

    /// Under another name until it is whole, for `docker compose up` may run at any time.
    private func write(_ file: DeploymentFile) throws {
        let place = path.pushing(FilePath(file.path))
        let unfinished = FilePath(place.string + ".new")
        try? FileManager.default.removeItem(atPath: unfinished.string)
        let descriptor = try FileDescriptor.open(
            unfinished, .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec], permissions: .ownerReadWrite)
        do {
            try descriptor.closeAfter {
                if let owner = file.owner, fchown(descriptor.rawValue, owner.user, owner.group) != 0 {
                    throw Errno(rawValue: errno)
                }
                // By itself, for the umask has no say in what a deployment needs.
                guard fchmod(descriptor.rawValue, file.mode.rawValue) == 0 else { throw Errno(rawValue: errno) }
                try descriptor.writeAll(file.content)
                guard fsync(descriptor.rawValue) == 0 else { throw Errno(rawValue: errno) }
            }
            guard rename(unfinished.string, place.string) == 0 else { throw Errno(rawValue: errno) }
        } catch {
            unlink(unfinished.string)
            throw error
        }
    }
}
