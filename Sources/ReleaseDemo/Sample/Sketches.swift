import Foundation

/// A phase of a template, in short.
struct PhaseSketch {
    let title: String
    let color: String
    let tasks: [TaskSketch]
}

/// A task of a template, in short.
struct TaskSketch {
    let kind: ReleaseTask.Kind
    let title: String
    var owner: String?
    var team: String?
    /// Seconds until it ends by itself; nil waits for a person.
    var seconds: TimeInterval?
    var failures = 0
    var conditions: [String] = []
    var asks: [String]?

    func made(id: String, world: inout World) -> ReleaseTask {
        var task = ReleaseTask(id: id, type: kind, title: title, owner: owner, team: team)
        task.plan = ReleaseTask.Plan(duration: seconds, failures: failures)
        task.variables = asks
        if kind == .gate {
            task.conditions = conditions.map { title in
                ReleaseTask.Condition(id: world.identifier("\(id)/GateCondition"), title: title)
            }
        }
        return task
    }
}

/// A release of the sample, in short.
struct ReleaseSketch {
    enum End { case running, failed, paused, waiting, aborted, archived }

    let title: String
    let template: String
    let version: String
    /// Seconds since it began.
    let age: TimeInterval
    /// Seconds from its begin to its due date.
    let due: TimeInterval
    let doneTasks: Int
    var end = End.running
    var flag = "OK"
    /// The reason of a failure, of an abort, of a flag.
    var why = ""
    /// Seconds until it starts by itself; nil has started.
    var startsIn: TimeInterval?
}

extension Sample {
    static let careful = [
        PhaseSketch(
            title: "Build", color: "#0079BC",
            tasks: [
                TaskSketch(kind: .script, title: "Build the service", seconds: 40),
                TaskSketch(kind: .script, title: "Run the tests", seconds: 60),
            ]),
        PhaseSketch(
            title: "Acceptance", color: "#FFAB00",
            tasks: [
                TaskSketch(kind: .script, title: "Deploy to acceptance", seconds: 30, failures: 1),
                TaskSketch(kind: .manual, title: "Test the payment journey", team: "Developers", seconds: 150),
                TaskSketch(
                    kind: .gate, title: "Approve for production", owner: "ada", team: "Release managers",
                    conditions: []),
            ]),
        PhaseSketch(
            title: "Production", color: "#498500",
            tasks: [
                TaskSketch(kind: .userInput, title: "Confirm the version", owner: "ada", asks: ["version"]),
                TaskSketch(kind: .script, title: "Deploy to production", seconds: 45),
                TaskSketch(kind: .notification, title: "Tell the stakeholders", seconds: 5),
            ]),
    ]

    static let usual = [
        PhaseSketch(
            title: "Prepare", color: "#0079BC",
            tasks: [
                TaskSketch(kind: .manual, title: "Write the release notes", owner: "grace", seconds: 200),
                TaskSketch(kind: .script, title: "Freeze the branch", seconds: 20),
            ]),
        PhaseSketch(
            title: "Test", color: "#FFAB00",
            tasks: [
                TaskSketch(kind: .script, title: "Run the browser tests", seconds: 90),
                TaskSketch(
                    kind: .gate, title: "Go or no go", owner: "grace", team: "Release managers",
                    conditions: ["No open blocker in Jira", "Security scan is clean"]),
            ]),
        PhaseSketch(
            title: "Go live", color: "#498500",
            tasks: [
                TaskSketch(kind: .script, title: "Switch the traffic", seconds: 30),
                TaskSketch(kind: .manual, title: "Watch the dashboards", team: "Developers", seconds: 120),
            ]),
    ]

    static let nightly = [
        PhaseSketch(
            title: "Build", color: "#0079BC",
            tasks: [
                TaskSketch(kind: .script, title: "Compile", seconds: 120),
                TaskSketch(kind: .script, title: "Package", seconds: 90),
            ]),
        PhaseSketch(
            title: "Publish", color: "#498500",
            tasks: [
                TaskSketch(kind: .script, title: "Upload the images", seconds: 180),
                TaskSketch(kind: .notification, title: "Announce the build", seconds: 5),
            ]),
    ]

    private static let payment = "Deploy a payment service"
    private static let shop = "Deploy the web shop"
    private static let build = "Nightly platform build"
    private static let day: TimeInterval = 86_400

    static let releases = [
        ReleaseSketch(title: "Payment 4.2", template: payment, version: "4.2.0", age: 7200, due: day, doneTasks: 4),
        ReleaseSketch(
            title: "Payment 4.1 hotfix", template: payment, version: "4.1.7", age: 5400, due: 3600, doneTasks: 2,
            end: .failed, flag: "AT_RISK", why: "Exit code 1: connection to acc-db-02 was refused"),
        ReleaseSketch(
            title: "Fraud rules 12", template: payment, version: "12.0.1", age: 3600, due: 2 * day, doneTasks: 5,
            flag: "ATTENTION_NEEDED", why: "the audit is on Thursday"),
        ReleaseSketch(title: "Web shop 7.0", template: shop, version: "7.0.0", age: 9000, due: day, doneTasks: 3),
        ReleaseSketch(title: "Web shop 6.9", template: shop, version: "6.9.3", age: 4 * day, due: day, doneTasks: 9),
        ReleaseSketch(
            title: "Web shop spring campaign", template: shop, version: "7.1.0", age: 1800, due: day, doneTasks: 0,
            end: .waiting),
        ReleaseSketch(
            title: "Web shop search rewrite", template: shop, version: "7.2.0", age: 2 * day, due: 3 * day,
            doneTasks: 2, end: .paused),
        ReleaseSketch(
            title: "Web shop dark mode", template: shop, version: "6.8.0", age: 9 * day, due: day, doneTasks: 2,
            end: .aborted, why: "Moved to the next quarter"),
        ReleaseSketch(title: "Platform 2026.11", template: build, version: "2026.11", age: 150, due: day, doneTasks: 1),
        ReleaseSketch(
            title: "Platform 2026.12", template: build, version: "2026.12", age: 60, due: day, doneTasks: 0,
            startsIn: 240),
        ReleaseSketch(
            title: "Payment 5.0", template: payment, version: "5.0.0", age: 300, due: 14 * day, doneTasks: 0,
            startsIn: 2 * day),
        ReleaseSketch(
            title: "Platform 2026.10", template: build, version: "2026.10", age: 30 * day, due: day, doneTasks: 9),
        ReleaseSketch(
            title: "Web shop 6.0", template: shop, version: "6.0.0", age: 200 * day, due: day, doneTasks: 5,
            end: .archived),
    ]
}
