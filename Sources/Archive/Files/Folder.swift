import Glibc

enum Folder {
    /// Makes the folder's entries durable.
    static func sync(_ path: String) throws(Errno) {
        let descriptor = try SystemCall.retrying { Int(open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) }
        defer { close(Int32(descriptor)) }
        do throws(Errno) {
            _ = try SystemCall.retrying { Int(fsync(Int32(descriptor))) }
        } catch {
            // Some file systems have nothing to sync there, and say so in this way.
            if error.code != EINVAL, error.code != EROFS { throw error }
        }
    }

    /// The names in it but for "." and "..", sorted.
    static func names(in path: String) throws(Errno) -> [String] {
        guard let folder = opendir(path) else { throw Errno(code: errno) }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }
}
