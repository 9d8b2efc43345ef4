import PostgresTesting
import Testing

@testable import Deployment

@Suite struct PostmasterTests {
    @Test("is not ready before the server says so")
    func starting() throws {
        let text = "4711\n/data\n1700000000\n5432\n/tmp\n\n  5432001    196608\nstarting\n"
        let postmaster = try #require(Postmaster(fileContent: text))
        #expect(postmaster.processID == 4711)
        #expect(postmaster.dataFolder == "/data")
        #expect(!postmaster.isReady)
        let ready = text.replacing("starting", with: "ready   ")
        #expect(Postmaster(fileContent: ready)?.isReady == true)
    }

    @Test(
        "takes half a file for none",
        arguments: ["", "\n", "4711", "4711\n", "x\n/data\n", "0\n/data\n", "99999999999999\n/data\n"])
    func half(text: String) {
        #expect(Postmaster(fileContent: text) == nil)
    }

    @Test("survives any text in place of the file (seed 7)")
    func fuzz() {
        var generator = SeededGenerator(seed: 7)
        let alphabet = Array("0123456789-\n /abredyst\u{0}é")
        for _ in 0..<2_000 {
            let text = String(
                (0..<Int.random(in: 0...60, using: &generator)).map { _ in alphabet.randomElement(using: &generator)! })
            if let postmaster = Postmaster(fileContent: text) { #expect(postmaster.processID > 0) }
        }
    }
}

@Suite struct PostgresSettingsTests {
    @Test("grows with the machine within bounds")
    func sized() {
        let small = PostgresSettings.sized(memory: 256 << 20, processors: 1).values
        #expect(small["shared_buffers"] == "32MB")
        #expect(small["maintenance_work_mem"] == "32MB")
        let large = PostgresSettings.sized(memory: 512 << 30, processors: 64).values
        #expect(large["shared_buffers"] == "1024MB")
        #expect(large["max_parallel_maintenance_workers"] == "4")
    }

    @Test("quotes values so that none ends early")
    func quoting() {
        let settings = PostgresSettings(values: ["a": "it's", "b": #"C:\x"#])
        #expect(settings.fileContent.hasSuffix("a = 'it''s'\nb = 'C:\\\\x'\n"))
    }
}
