import Foundation

/// What happens by itself while time goes by.
extension World {
    /// What is due next.
    private enum Due {
        case begin(Int)
        case start(TaskPlace)
        case end(TaskPlace)
    }

    /// Lets everything happen that is due until then, in its order, each at its own time. Going back does nothing.
    mutating func advance(to date: Date) {
        while let (when, what) = nextDue(), when <= date {
            now = max(now, when)
            happen(what)
            keepGoing()
        }
        now = max(now, date)
    }

    private func nextDue() -> (when: Date, what: Due)? {
        var next: (when: Date, what: Due)?
        func consider(_ when: Date, _ what: Due) {
            if next.map({ when < $0.when }) ?? true { next = (when, what) }
        }
        for (index, release) in releases.enumerated() {
            if release.status == .planned, release.autoStart, let start = release.scheduledStartDate {
                consider(start, .begin(index))
            }
            guard release.status == .inProgress, let phase = release.activePhase,
                let task = release.phases[phase].activeTask
            else { continue }
            let value = release.phases[phase].tasks[task]
            if value.status == .pending, let start = value.scheduledStartDate {
                consider(start, .start((index, phase, task)))
            } else if value.status == .inProgress, let duration = value.plan.duration, let began = value.startDate {
                consider(began + duration, .end((index, phase, task)))
            }
        }
        return next
    }

    private mutating func happen(_ what: Due) {
        // The simulation only does what is allowed: a refusal would be a mistake in it, and then nothing happens.
        switch what {
        case .begin(let index): try? start(index, by: "System")
        case .start(let place): try? move(place, .startNow, comment: nil, by: "System")
        case .end(let place):
            let task = self[place]
            if task.failuresCount < task.plan.failures {
                fail(place, by: "System", reason: "Exit code 1: connection to the target host was refused")
                return
            }
            let user = task.type.isAutomated ? "System" : task.owner ?? "System"
            self[place].status = .completed
            self[place].endDate = now
            note(place.release, user, "TASK_COMPLETED", "Completed task '\(task.title)'", target: task.id)
            proceed(place.release)
        }
    }

    /// Keeps the stand-in interesting: a template tagged `continuous` begins another release when none of its own runs;
    /// the oldest ended ones go to the archive.
    private mutating func keepGoing() {
        guard keepsGoing else { return }
        while releases.count(where: \.status.isEnded) > 20, let oldest = releases.firstIndex(where: \.status.isEnded) {
            archived.append(releases.remove(at: oldest))
        }
        let isContinuous = { (release: Release) in release.tags.contains("continuous") }
        guard !releases.contains(where: { isContinuous($0) && ($0.status.isActive || $0.status == .planned) }),
            let template = releases.firstIndex(where: { isContinuous($0) && $0.status == .template })
        else { return }
        let version = "1.\(releases.count + archived.count)"
        let index = try? create(
            from: template, title: "\(releases[template].title) \(version)", folder: nil, values: ["version": version],
            owner: releases[template].owner, by: "System")
        if let index { try? start(index, by: "System") }
    }
}
