/// How a command is used that somebody typed without what it needs.
extension Command.Incomplete {
    var englishUsage: String {
        switch self {
        case .subscribe:
            """
            `subscribe SUBJECT [EVENTS]`, for example `subscribe Release12 failed completed` or `subscribe PAY-7`. The \
            subject is a release (its id or title), a folder, an issue or project of Jira, or `*` for every release. \
            Events are \(EventKind.list(.english)); without any I tell you all but phases and tasks.
            """
        case .unsubscribe:
            "`unsubscribe SUBJECT`, for example `unsubscribe Release12`. `subscriptions` lists what I tell you about."
        case .remember: "`remember TEXT`, for example `remember I am on call in March`."
        case .forget:
            """
            `forget NUMBER`, for example `forget 3`; `memories` shows the numbers. `forget everything` erases all that I \
            know of you.
            """
        }
    }

    var germanUsage: String {
        switch self {
        case .subscribe:
            """
            `abonniere THEMA [EREIGNISSE]`, zum Beispiel `abonniere Release12 fehlgeschlagen abgeschlossen` oder \
            `abonniere PAY-7`. Das Thema ist ein Release (seine Id oder sein Titel), ein Ordner, ein Vorgang oder Projekt \
            von Jira, oder `*` für jedes Release. Ereignisse sind \(EventKind.list(.german)); ohne eines sage ich dir alles \
            außer Phasen und Aufgaben.
            """
        case .unsubscribe:
            "`abbestellen THEMA`, zum Beispiel `abbestellen Release12`. `abos` zeigt, worüber ich dir berichte."
        case .remember: "`merke TEXT`, zum Beispiel `merke dir, dass ich im März Bereitschaft habe`."
        case .forget:
            """
            `vergiss NUMMER`, zum Beispiel `vergiss 3`; `erinnerungen` zeigt die Nummern. `vergiss alles` löscht alles, was \
            ich von dir weiß.
            """
        }
    }
}
