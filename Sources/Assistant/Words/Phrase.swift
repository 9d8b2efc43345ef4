/// Every fixed sentence that people read, in both languages.
enum Phrase {
    case remembersNothing
    case noModel
    case modelFailed(String)
    case modelSilent
    case stepLimit
    case cutAtLimit
    case shownLess(String)
    case fetchingModel(String, percent: Int?)
    case thinking
    case waitingForModel(Int)
    case using(String)
    case databaseAway
    case noSuchTicket
    case decidedBefore(String)
    case ticketExpired
    case mayNotApprove
    case declined(by: String)
    case serverAway(String)
    case toolChanged
    case toolDone(String, by: String, said: String)
    case toolFailed(String, by: String, said: String)
    case toolUnknown(String, by: String)

    func text(_ language: Language) -> String {
        let (english, german) = pair
        return language == .german ? german : english
    }

    private var pair: (english: String, german: String) {
        switch self {
        case .remembersNothing:
            (
                "My database cannot be reached: I remember nothing of this, and can change nothing.",
                "Meine Datenbank ist nicht erreichbar: Ich merke mir nichts davon und kann nichts ändern."
            )
        case .noModel:
            (
                "I have no language model to answer that with. `help` lists what works without one.",
                "Ich habe kein Sprachmodell, um das zu beantworten. Was ohne geht, zeigt `hilfe`."
            )
        case .modelFailed(let why):
            (
                """
                My language model did not answer: \(why). What you wrote is kept; please ask again later. \
                `help` lists what works without it.
                """,
                """
                Mein Sprachmodell hat nicht geantwortet: \(why). Deine Nachricht ist aufgehoben; bitte frag später \
                noch einmal. Was ohne geht, zeigt `hilfe`.
                """
            )
        case .modelSilent:
            (
                "My language model had nothing to say to that. Please ask in other words.",
                "Meinem Sprachmodell ist dazu nichts eingefallen. Bitte frag mit anderen Worten."
            )
        case .stepLimit:
            (
                "I looked things up again and again without an answer, and stopped. Please ask for less at once.",
                "Ich habe immer wieder nachgesehen, ohne Antwort, und aufgehört. Bitte frag nach weniger auf einmal."
            )
        case .cutAtLimit:
            (
                "(The answer was cut here: it is as long as it may be.)",
                "(Hier abgeschnitten: länger darf die Antwort nicht sein.)"
            )
        case .shownLess(let what):
            (
                "(Not all of our conversation fitted: \(what).)",
                "(Nicht alles aus dem Gespräch hatte Platz: \(what).)"
            )
        case .fetchingModel(let name, let percent):
            (
                "Fetching the language model \(name)" + (percent.map { ": \($0) %" } ?? " …"),
                "Das Sprachmodell \(name) wird geholt" + (percent.map { ": \($0) %" } ?? " …")
            )
        case .thinking: ("Thinking …", "Ich denke nach …")
        case .waitingForModel(let count):
            (
                "Waiting for the language model, \(count) before you …",
                "Warte auf das Sprachmodell, \(count) sind vor dir …"
            )
        case .using(let tool): ("Looking at \(tool) …", "Sehe nach: \(tool) …")
        case .databaseAway:
            (
                "Nothing was done: my database, which keeps approvals, cannot be reached.",
                "Nichts wurde getan: Meine Datenbank, die Freigaben aufhebt, ist nicht erreichbar."
            )
        case .noSuchTicket: ("There is no such approval.", "Diese Freigabe gibt es nicht.")
        case .decidedBefore(let state):
            ("This was decided before (\(state)).", "Darüber wurde schon entschieden (\(state)).")
        case .ticketExpired:
            (
                "It is too late for this approval; nothing was done. Please ask again.",
                "Für diese Freigabe ist es zu spät; nichts wurde getan. Bitte frag noch einmal."
            )
        case .mayNotApprove: ("You may not decide this.", "Darüber darfst du nicht entscheiden.")
        case .declined(let name):
            ("Declined by \(name); nothing was done.", "Von \(name) abgelehnt; nichts wurde getan.")
        case .serverAway(let server):
            (
                "Nothing was done: \(server) cannot be reached. Please try again later.",
                "Nichts wurde getan: \(server) ist nicht erreichbar. Bitte versuch es später noch einmal."
            )
        case .toolChanged:
            (
                "Nothing was done: the tool is not the one that was asked for any more. Please ask again.",
                "Nichts wurde getan: Das Werkzeug ist nicht mehr das, um das es ging. Bitte frag noch einmal."
            )
        case .toolDone(let tool, let name, let said):
            ("Done: \(tool), approved by \(name).\n\n\(said)", "Erledigt: \(tool), freigegeben von \(name).\n\n\(said)")
        case .toolFailed(let tool, let name, let said):
            (
                "\(tool), approved by \(name), failed: \(said)",
                "\(tool), freigegeben von \(name), ist fehlgeschlagen: \(said)"
            )
        case .toolUnknown(let tool, let name):
            (
                """
                \(tool), approved by \(name), was begun, and the connection was lost: nobody knows whether it was done. \
                I do not repeat it; please look there first.
                """,
                """
                \(tool), freigegeben von \(name), wurde begonnen, dann brach die Verbindung ab: Niemand weiß, ob es \
                geschah. Ich wiederhole es nicht; bitte sieh erst dort nach.
                """
            )
        }
    }
}
