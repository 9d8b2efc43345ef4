import Foundation

/// The world that a newcomer meets: folders, people, templates, and a dozen releases in every state.
///
/// Names, ids and states are the same for the same `now`.
struct Sample {
    private(set) var world: World
    private var payments = ""
    private var web = ""
    private var platform = ""

    static func world(at now: Date) -> World {
        var sample = Sample(world: World(now: now))
        sample.addPeople()
        sample.addFolders()
        sample.addTemplates()
        sample.addReleases()
        sample.world.events = []
        sample.world.keepsGoing = true
        return sample.world
    }

    private init(world: World) { self.world = world }

    private mutating func addPeople() {
        func person(_ name: String, _ fullName: String, admin: Bool = false) -> Account {
            Account(
                username: name, fullName: fullName, email: "\(name)@example.com", isAdmin: admin, password: name,
                token: "rpa_demo_\(name)")
        }
        world.accounts = [
            person("admin", "Release Administrator", admin: true), person("reva", "Reva (service account)"),
            person("ada", "Ada Novak"), person("grace", "Grace Lindqvist"), person("linus", "Linus Okafor"),
            person("guest", "Guest, who only looks"),
        ]
    }

    static let viewing = ["release#view", "template#view"]
    static let working = viewing + ["release#edit", "release#edit_task", "release#task_transition"]
    static let managing =
        working + [
            "release#start", "release#abort", "release#restart", "template#create_release", "release#reassign_task",
        ]

    private mutating func addFolders() {
        func team(_ name: String, _ members: [String], _ permissions: [String], _ folder: String) -> Team {
            Team(
                id: world.identifier("\(folder)/Team"), teamName: name,
                members: members.compactMap { name in
                    world.account(named: name).map { Team.Member(name: $0.username, fullName: $0.fullName) }
                },
                permissions: permissions)
        }
        func folder(_ title: String, in parent: String = "Applications") -> String {
            let id = world.identifier("\(parent)/Folder")
            world.folders.append(Folder(id: id, title: title))
            return id
        }
        payments = folder("Payments")
        web = folder("Web shop")
        platform = folder("Platform")
        _ = folder("Mobile", in: web)
        for (index, owner) in [(0, "ada"), (1, "grace"), (2, "linus")] {
            let id = world.folders[index].id
            world.folders[index].teams = [
                team("Release managers", ["reva", owner], Self.managing, id),
                team("Developers", ["ada", "grace", "linus"], Self.working, id),
                team("Viewers", index == 2 ? [] : ["guest"], Self.viewing, id),
            ]
        }
    }

    private mutating func addTemplates() {
        template("Deploy a payment service", in: payments, owner: "ada", tags: ["payments"], phases: Self.careful)
        template("Deploy the web shop", in: web, owner: "grace", tags: ["web"], phases: Self.usual)
        template("Nightly platform build", in: platform, owner: "linus", tags: ["continuous"], phases: Self.nightly)
    }

    private mutating func template(
        _ title: String, in folder: String, owner: String, tags: [String], phases: [PhaseSketch]
    ) {
        var template = Release(
            id: world.identifier("\(folder)/Release"), title: title, owner: owner, status: .template, tags: tags,
            folderId: folder)
        template.description = "How this is done every time."
        template.variables = [
            Variable(
                id: world.identifier("\(template.id)/Variable"), key: "version", requiresValue: true,
                showOnReleaseStart: true, label: "Version", description: "What is deployed"),
            Variable(
                id: world.identifier("\(template.id)/Variable"), key: "environment", value: "production",
                label: "Environment"),
            Variable(
                id: world.identifier("\(template.id)/Variable"), type: "xlrelease.PasswordStringVariable",
                key: "deployPassword", value: "not-for-your-eyes", label: "Deployment password"),
        ]
        template.phases = phases.map { sketch in
            let id = world.identifier("\(template.id)/Phase")
            return Phase(
                id: id, title: sketch.title, color: sketch.color,
                tasks: sketch.tasks.map { task in task.made(id: world.identifier("\(id)/Task"), world: &world) })
        }
        world.releases.append(template)
    }

    private mutating func addReleases() {
        let start = world.now
        for (number, sketch) in Self.releases.enumerated() {
            // Each began at its own time in the past, and lived until now by the rules of the world.
            world.now = start - sketch.age
            guard let template = world.releases.firstIndex(where: { $0.title == sketch.template }),
                let index = try? world.create(
                    from: template, title: sketch.title, folder: nil, values: ["version": sketch.version],
                    owner: world.releases[template].owner, by: "admin")
            else { continue }
            world.releases[index].tags.append("r\(number + 1)")
            world.releases[index].dueDate = world.now + sketch.due
            world.releases[index].flagStatus = sketch.flag
            world.releases[index].flagComment = sketch.flag == "OK" ? nil : "Watch this one: \(sketch.why)"
            if let later = sketch.startsIn {
                world.releases[index].scheduledStartDate = start + later
                world.releases[index].autoStart = true
            } else {
                try? world.start(index, by: world.releases[index].owner)
            }
            settle(index, sketch)
        }
        // From before the first of them, so that each step of the past gets its own time.
        world.now = .distantPast
        world.advance(to: start)
    }

    /// Brings a release to where its sketch says that it stands today.
    private mutating func settle(_ index: Int, _ sketch: ReleaseSketch) {
        for _ in 0..<sketch.doneTasks {
            guard let phase = world.releases[index].activePhase,
                let task = world.releases[index].phases[phase].activeTask
            else { break }
            world.now += 60
            world.releases[index].phases[phase].tasks[task].status = .completed
            world.releases[index].phases[phase].tasks[task].endDate = world.now
            world.proceed(index)
        }
        guard let phase = world.releases[index].activePhase, let task = world.releases[index].phases[phase].activeTask
        else { return }
        switch sketch.end {
        case .running: break
        case .failed:
            world.fail((index, phase, task), by: "System", reason: sketch.why)
        case .waiting:
            world.releases[index].phases[phase].tasks[task].status = .pending
            world.releases[index].phases[phase].tasks[task].scheduledStartDate = world.now + 3 * 86_400
        case .paused:
            try? world.restart(index, from: phase, task: nil, by: world.releases[index].owner)
        case .aborted:
            try? world.abort(index, comment: sketch.why, by: world.releases[index].owner)
        case .archived:
            world.releases[index].status = .completed
            world.archived.append(world.releases.remove(at: index))
        }
    }
}
