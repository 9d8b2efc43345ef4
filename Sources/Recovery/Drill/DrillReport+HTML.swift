import Foundation

extension DrillReport {
    /// One page that needs no other file and no network.
    package var html: String {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>\(Self.escaped(name)): \(passed ? "passed" : "failed")</title>
        <style>\(Self.style)</style>
        </head>
        <body>
        <header class="\(passed ? "passed" : "failed")">
        <p class="verdict">\(passed ? "Passed" : "Failed")</p>
        <h1>Disaster recovery drill</h1>
        <p>\(Self.escaped(began.formatted(.iso8601))), \(Drill.words(seconds)), \(Self.escaped(deployment))</p>
        </header>
        <main>
        <section class="objectives">\(objectives.map(Self.card).joined())</section>
        <h2>Checks</h2>
        <ul class="checks">\(checks.map(Self.item).joined())</ul>
        <h2>Timeline</h2>
        <ol class="timeline">\(timeline.map(bar).joined())</ol>
        <h2>What was tested</h2>
        <dl>\(facts.map { "<dt>\(Self.escaped($0.0))</dt><dd>\(Self.escaped($0.1))</dd>" }.joined())</dl>
        \(remarks.isEmpty ? "" : "<h2>Remarks</h2><ul>\(remarks.map { "<li>\(Self.escaped($0))</li>" }.joined())</ul>")
        </main>
        </body>
        </html>

        """
    }

    private static func card(_ objective: ObjectiveLine) -> String {
        """
        <div class="card \(objective.isMet ? "passed" : "failed")"><h3>\(escaped(objective.name))</h3>\
        <p class="figure">\(escaped(objective.measured))</p><p>target \(escaped(objective.target)), \
        \(objective.isMet ? "met" : "not met")</p></div>
        """
    }

    private static func item(_ check: Check) -> String {
        let details = check.details.map { "<li>\(escaped($0))</li>" }.joined()
        return """
            <li class="\(check.state.rawValue)"><strong>\(escaped(check.name))</strong> \
            <span class="state">\(check.state.rawValue)</span><p>\(escaped(check.account))</p>\
            \(details.isEmpty ? "" : "<details><summary>\(check.details.count) findings</summary><ul>\(details)</ul></details>")</li>
            """
    }

    private func bar(_ step: Step) -> String {
        let whole = max(seconds, 0.001)
        let (left, width) = (100 * step.began / whole, max(0.3, 100 * step.seconds / whole))
        return """
            <li><span class="name">\(Self.escaped(step.name))</span><span class="track"><span class="bar" \
            style="left:\(String(format: "%.2f", min(left, 99.7)))%;width:\(String(format: "%.2f", min(width, 100 - min(left, 99.7))))%">\
            </span></span><span class="took">\(Drill.words(step.seconds))</span></li>
            """
    }

    /// What it says comes from databases and their servers: none of it is to be HTML.
    static func escaped(_ text: String) -> String {
        text
            .replacingOccurrences(of: "&", with: "&amp;", options: .literal)
            .replacingOccurrences(of: "<", with: "&lt;", options: .literal)
            .replacingOccurrences(of: ">", with: "&gt;", options: .literal)
            .replacingOccurrences(of: "\"", with: "&quot;", options: .literal)
            .replacingOccurrences(of: "'", with: "&#39;", options: .literal)
    }

    private static let style = """
        :root{color-scheme:light dark;--ink:#1b1f24;--paper:#fff;--soft:#f3f4f6;--line:#d5d9df;--good:#1a7f37;--bad:#b42318;\
        --bar:#2f6fde;--quiet:#5b6470}
        @media(prefers-color-scheme:dark){:root{--ink:#e6e9ee;--paper:#14171b;--soft:#1e2329;--line:#353c45;--good:#57c278;\
        --bad:#ff8a7a;--bar:#6ea0ff;--quiet:#9aa4b1}}
        *{box-sizing:border-box}
        body{margin:0;font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper)}
        header,main{max-width:62rem;margin:0 auto;padding:1.5rem}
        header{border-bottom:1px solid var(--line)}
        h1{margin:.1rem 0;font-size:1.7rem}h2{margin:2rem 0 .6rem;font-size:1.2rem}h3{margin:0;font-size:.95rem}
        .verdict{margin:0;font-weight:700;font-size:1.1rem}
        .passed .verdict,.passed .state,.card.passed .figure{color:var(--good)}
        .failed .verdict,.failed .state,.card.failed .figure{color:var(--bad)}
        .skipped .state{color:var(--quiet)}
        .objectives{display:grid;grid-template-columns:repeat(auto-fit,minmax(16rem,1fr));gap:1rem;margin-top:1rem}
        .card{background:var(--soft);border:1px solid var(--line);border-radius:.6rem;padding:1rem}
        .card p{margin:.2rem 0}.figure{font-size:1.35rem;font-weight:600}
        .checks{list-style:none;margin:0;padding:0}
        .checks>li{border:1px solid var(--line);border-left:.35rem solid var(--quiet);border-radius:.4rem;margin:.5rem 0;\
        padding:.6rem .9rem}
        .checks>li.passed{border-left-color:var(--good)}.checks>li.failed{border-left-color:var(--bad)}
        .checks p{margin:.2rem 0}.state{font-size:.85rem;font-weight:600}
        details{color:var(--quiet);font-size:.92rem}
        .timeline{list-style:none;margin:0;padding:0}
        .timeline li{display:grid;grid-template-columns:minmax(9rem,17rem) 1fr 6rem;gap:.8rem;align-items:center;\
        padding:.15rem 0;border-bottom:1px solid var(--soft)}
        .track{position:relative;height:.9rem;background:var(--soft);border-radius:.2rem}
        .bar{position:absolute;top:0;bottom:0;background:var(--bar);border-radius:.2rem}
        .took{text-align:right;font-variant-numeric:tabular-nums}
        dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem}dt{color:var(--quiet)}
        dd{margin:0;overflow-wrap:anywhere}
        @media(max-width:40rem){.timeline li{grid-template-columns:1fr 5rem}.track{grid-column:1/-1;grid-row:2}}
        """
}
