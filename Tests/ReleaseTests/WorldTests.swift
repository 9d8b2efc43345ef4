import Foundation
import Testing

@testable import ReleaseDemo

/// The rules by which the stand-in moves.
@Suite struct WorldTests {
    private static let begin = Date(timeIntervalSince1970: 1_790_000_000)

    private func index(_ world: World, _ title: String) throws -> Int {
        try #require(world.releases.firstIndex { $0.title == title })
    }

    @Test("the sample has a dozen releases, in every state that a newcomer should see")
    func sample() {
        let world = Sample.world(at: Self.begin)
        let releases = world.releases.filter { $0.status != .template }
        #expect(releases.count == 12)
        #expect(Set(releases.map(\.status)) == [.planned, .inProgress, .paused, .failed, .completed, .aborted])
        #expect(releases.flatMap(\.tasks).contains { $0.type == .gate && $0.status == .inProgress })
        #expect(releases.flatMap(\.tasks).contains { $0.status == .pending })
        #expect(world.archived.count == 1 && world.events.isEmpty)
        #expect(Set(world.releases.flatMap(\.tasks).map(\.id)).count == world.releases.flatMap(\.tasks).count)
    }

    @Test("a release goes from planned to completed by its tasks, and its log tells it in order")
    func life() throws {
        var world = Sample.world(at: Self.begin)
        // Nothing is archived meanwhile, so that its index stays.
        world.keepsGoing = false
        let index = try index(world, "Payment 5.0")
        try world.start(index, by: "ada")
        world.advance(to: world.now + 3600)
        // The deployment fails at its first attempt.
        #expect(world.releases[index].status == .failed)
        let failed = try #require(world.releases[index].phases[1].activeTask)
        try world.move((index, 1, failed), .retry, comment: nil, by: "ada")
        world.advance(to: world.now + 3600)
        #expect(world.releases[index].phases[1].tasks[2].status == .inProgress)
        try world.move((index, 1, 2), .complete, comment: "approved", by: "ada")
        try world.move((index, 2, 0), .complete, comment: nil, by: "ada")
        world.advance(to: world.now + 3600)
        #expect(world.releases[index].status == .completed && world.releases[index].endDate != nil)
        let log = world.activity[world.releases[index].id] ?? []
        #expect(log.map(\.activityDate) == log.map(\.activityDate).sorted())
        #expect(log.last?.eventType == "RELEASE_COMPLETED")
        #expect(world.events.map(\.eventType).contains(.taskFailed))
    }

    @Test("time in one stride does what time in small steps does")
    func strides() {
        var strides = Sample.world(at: Self.begin)
        var steps = strides
        strides.advance(to: Self.begin + 7200)
        for second in stride(from: 0.0, through: 7200, by: 7) { steps.advance(to: Self.begin + second) }
        steps.advance(to: Self.begin + 7200)
        #expect(Answer(strides.releases).body == Answer(steps.releases).body)
        #expect(Answer(strides.events).body == Answer(steps.events).body)
        #expect(strides.events.count > 50)
    }

    @Test("the stand-in goes on by itself: a build follows a build, and old ones are archived")
    func continuous() {
        var world = Sample.world(at: Self.begin)
        world.advance(to: Self.begin + 86_400)
        #expect(world.releases.contains { $0.tags.contains("continuous") && $0.status == .inProgress })
        #expect(world.releases.count < 45 && world.archived.count > 100)
    }

    @Test("going back in time does nothing")
    func backwards() {
        var world = Sample.world(at: Self.begin)
        let before = Answer(world.releases).body
        world.advance(to: Self.begin - 86_400)
        #expect(world.now == Self.begin && Answer(world.releases).body == before)
    }

    @Test("whatever people do, no release is in a state that contradicts its tasks")
    func invariants() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("seed", seed)
        var generator = SeededGenerator(seed: seed)
        var world = Sample.world(at: Self.begin)
        let moves: [World.Move] = [.complete, .skip, .fail, .abort, .retry, .reopen, .startNow]
        var done = 0
        for _ in 0..<3_000 {
            let index = Int.random(in: 0..<world.releases.count, using: &generator)
            guard world.releases[index].status != .template else { continue }
            do {
                switch Int.random(in: 0..<40, using: &generator) {
                case 0: try world.start(index, by: "a")
                case 1 where done % 7 == 0: try world.abort(index, comment: nil, by: "a")
                case 2: try world.resume(index, by: "a")
                case 3:
                    let phase = Int.random(in: 0..<world.releases[index].phases.count, using: &generator)
                    try world.restart(index, from: phase, task: nil, by: "a")
                case 4: world.advance(to: world.now + Double.random(in: 0...600, using: &generator))
                default:
                    let phase = Int.random(in: 0..<world.releases[index].phases.count, using: &generator)
                    let task = Int.random(in: 0..<world.releases[index].phases[phase].tasks.count, using: &generator)
                    guard world.releases[index].status.isActive || world.releases[index].status == .planned else {
                        continue
                    }
                    let move = try #require(moves.randomElement(using: &generator))
                    try world.move((index, phase, task), move, comment: nil, by: "a")
                }
                done += 1
            } catch is Refusal {}
            for release in world.releases where release.status != .template {
                try #require(isSound(release), "\(release.title), \(release.status), \(release.tasks.map(\.status))")
            }
        }
        #expect(done > 100)
    }

    private func isSound(_ release: SampleRelease) -> Bool {
        let tasks = release.tasks
        return switch release.status {
        case .completed: release.phases.allSatisfy(\.status.isEnded) && tasks.allSatisfy(\.status.isEnded)
        case .failed: tasks.contains { $0.status == .failed }
        case .inProgress: tasks.count { $0.status.isActive } == 1 && !tasks.contains { $0.status == .failed }
        case .planned, .paused: !tasks.contains { $0.status.isActive }
        case .aborted: tasks.allSatisfy(\.status.isEnded)
        case .failing, .template: false
        }
    }

    @Test(
        "paths that mean something else are refused",
        arguments: [
            ("/releases/Applications/Release1%2F..", 400), ("/releases/../users", 400), ("/releases/%2e%2e/users", 400),
            ("/releases/a%5Cb", 400), ("/releases/%00", 400), ("/nothing", 404), ("", 404),
            ("/releases/Applications/Release1/nothing", 404), ("/tasks/Applications/Release1", 404),
        ])
    func paths(path: String, status: Int) throws {
        var world = Sample.world(at: Self.begin)
        let account = try #require(world.account(named: "admin"))
        let refusal = #expect(throws: Refusal.self) {
            let call = try Call(method: "GET", path: path[...], query: [:], body: Data(), account: account)
            _ = try world.answer(call)
        }
        #expect(refusal?.status == status)
    }
}
