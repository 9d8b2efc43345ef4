import Testing

@testable import reva

@Suite struct EnvironmentTextTests {
    @Test("puts a value into its line, and leaves comments and order alone")
    func filling() throws {
        var text = EnvironmentText("# A=1\nA=2\n\nB=\n")
        try text.set("A", to: "3")
        try text.set("B", to: "http://x:1/y?z=1&w")
        try text.set("C", to: "new")
        #expect(text.text == "# A=1\nA=3\n\nB=http://x:1/y?z=1&w\nC=new\n")
        #expect(text["A"] == "3" && text["D"] == nil)
    }

    @Test("a key is not taken for the beginning of another")
    func prefixes() throws {
        var text = EnvironmentText("REVA_PORT_X=1\nREVA_PORT=2\n")
        try text.set("REVA_PORT", to: "9")
        #expect(text.text == "REVA_PORT_X=1\nREVA_PORT=9\n")
    }

    @Test(
        "refuses what would end the line or mean something",
        arguments: ["a b", "a\nB=1", "$x", "`x`", "a#", "\\", "é"])
    func refusals(value: String) {
        var text = EnvironmentText("A=1\n")
        #expect(throws: CommandError.self) { try text.set("A", to: value) }
        #expect(text.text == "A=1\n")
    }
}
