/// The file that an administrator uploads to Teams: the manifest and two icons in a zip archive.
package struct AppPackage: Sendable {
    package let manifest: AppManifest

    package init(_ manifest: AppManifest) { self.manifest = manifest }

    /// The archive; the same manifest is always the same bytes.
    /// - Throws: `TeamsError` for a manifest that Teams would refuse.
    package func archive() throws -> [UInt8] {
        var archive = ZipArchive()
        archive.add("manifest.json", try manifest.json().bytes)
        archive.add(AppManifest.colorIcon, Icon.color(background: manifest.accentColor).png)
        archive.add(AppManifest.outlineIcon, Icon.outline.png)
        return archive.bytes
    }
}
