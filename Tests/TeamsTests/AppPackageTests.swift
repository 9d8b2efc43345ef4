import Foundation
import Testing

@testable import Teams

@Suite struct AppPackageTests {
    static let manifest = AppManifest(
        id: "11111111-2222-4333-8444-555555555555", version: "1.0.0", botID: "AAAAAAAA-2222-4333-8444-555555555555",
        developer: .init(
            name: "Reva", website: "https://reva.example", privacy: "https://reva.example/privacy",
            termsOfUse: "https://reva.example/terms"))

    @Test("is the same bytes for the same manifest")
    func deterministic() throws {
        #expect(try AppPackage(Self.manifest).archive() == AppPackage(Self.manifest).archive())
    }

    @Test("holds what Teams asks for")
    func manifest() throws {
        var manifest = Self.manifest
        manifest.commands = [.init("status", "What is broken, and what is not")]
        let json = try manifest.json()
        #expect(json["manifestVersion"] == "1.17")
        #expect(json["bots"]?.array?[0]["botId"] == "aaaaaaaa-2222-4333-8444-555555555555")
        #expect(json["bots"]?.array?[0]["commandLists"]?.array?[0]["commands"]?.array?.count == 1)
        #expect(json["icons"] == ["color": "color.png", "outline": "outline.png"])
    }

    struct Wrong: Sendable {
        let change: @Sendable (inout AppManifest) -> Void
        let summary: String
    }

    @Test(
        "refuses what Teams would refuse, and names it",
        arguments: [
            Wrong(change: { $0.id = "reva" }, summary: "the app's id is no GUID: reva"),
            Wrong(change: { $0.botID = "" }, summary: "the bot's app id is no GUID: "),
            Wrong(change: { $0.version = "1.0" }, summary: "the version is not three numbers: 1.0"),
            Wrong(change: { $0.version = "1.0.01" }, summary: "the version is not three numbers: 1.0.01"),
            Wrong(change: { $0.accentColor = "blue" }, summary: "the color is not #RRGGBB: blue"),
            Wrong(change: { $0.name = "" }, summary: "the name is empty"),
            Wrong(
                change: { $0.name = String(repeating: "x", count: 31) },
                summary: "the name is longer than 30 characters"),
            Wrong(change: { $0.commands = [.init("", "x")] }, summary: "a command's title is empty"),
            Wrong(
                change: { $0.commands = Array(repeating: .init("x", "y"), count: 11) },
                summary: "there are more than 10 commands"),
            Wrong(
                change: { $0.developer.privacy = "http://reva.example" },
                summary: "http://reva.example is no https address"),
            Wrong(change: { $0.validDomains = ["https://x"] }, summary: "https://x is no host name"),
        ])
    func checks(wrong: Wrong) throws {
        var manifest = Self.manifest
        wrong.change(&manifest)
        let error = #expect(throws: TeamsError.self) { try AppPackage(manifest).archive() }
        #expect(error?.summary == "the app manifest is not valid: \(wrong.summary)")
    }

    @Test(
        "computes the checksums of the standards",
        arguments: [("", 0, 1), ("123456789", 0xCBF4_3926, 0x091E_01DE)] as [(String, UInt32, UInt32)])
    func checksums(text: String, crc: UInt32, adler: UInt32) {
        #expect(CRC32.of(Array(text.utf8)) == crc)
        #expect(Adler32.of(Array(text.utf8)) == adler)
    }

    @Test("the outline is white on nothing, and both icons show something")
    func icons() {
        for (icon, side) in [(Icon.color(background: "#1F4E79"), 192), (Icon.outline, 32)] {
            #expect(icon.pixels.count == side * side * 4)
            #expect(Set(stride(from: 0, to: icon.pixels.count, by: 4).map { icon.pixels[$0..<($0 + 4)] }).count > 2)
        }
        let outline = Icon.outline.pixels
        #expect(stride(from: 0, to: outline.count, by: 4).allSatisfy { outline[$0] == 255 })
        #expect(outline[3] == 0)
    }
}
