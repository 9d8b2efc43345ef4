import Alarms
import JSONValues
import RevaTesting
import Testing

@Suite("Alarms, as Microsoft's packages see them,", .enabled(if: MicrosoftPackages.python != nil, "no peers"))
struct PeerTests {
    @Test("are cards with nothing in them that is not known")
    func cards() async throws {
        let receiver = StandInReceiver()
        try await receiver.listen { address in
            let alarms = Scene().alarms(teams: address)
            let troubles = (1...20).map { Trouble("trouble \($0)", "reva_2026-03-15 *failed* <\($0)>") }
            _ = await alarms.report(troubles, of: "status")
            _ = await alarms.report([], of: "status")
            _ = await alarms.announce("back by 10:30")
        }
        #expect(receiver.received.count == 3)
        let messages = try receiver.received.map { try JSON(parsing: Array($0.body)) }
        let attachments = messages.compactMap { $0["attachments"]?.array?.first }
        #expect(attachments.count == 3)
        try await MicrosoftPackages.expectAgreement(on: "cards", attachments.compactMap { $0["content"] })
    }
}
