extension Phrase {
    var german: String {
        switch self {
        case .remembersNothing:
            "Meine Datenbank ist nicht erreichbar: Ich merke mir nichts davon und kann nichts ändern."
        case .noModel: "Ich habe kein Sprachmodell, um das zu beantworten. Was ohne geht, zeigt `hilfe`."
        case .modelSilent: "Meinem Sprachmodell ist dazu nichts eingefallen. Bitte frag mit anderen Worten."
        case .stepLimit:
            "Ich habe immer wieder nachgesehen, ohne Antwort, und aufgehört. Bitte frag nach weniger auf einmal."
        case .cutAtLimit: "(Hier abgeschnitten: Länger darf die Antwort nicht sein.)"
        case .thinking: "Ich denke nach …"
        case .promptCut: "(Mein Sprachmodell hat anscheinend nur einen Teil gelesen.)"
        case .modelFailed(let why):
            """
            Mein Sprachmodell hat nicht geantwortet: \(why). Deine Nachricht ist aufgehoben; bitte frag später \
            noch einmal. Was ohne geht, zeigt `hilfe`.
            """
        case .shownLess(let what): "(Nicht alles aus unserem Gespräch hatte Platz: \(what).)"
        case .fetchingModel(let name, let percent):
            "Das Sprachmodell \(name) wird geholt" + (percent.map { ": \($0) %" } ?? " …")
        case .waitingForModel(let count): "Warte auf das Sprachmodell, \(count) sind vor dir …"
        case .using(let tool): "Sehe nach: \(tool) …"
        case .tooFast:
            "Das ist mehr, als ich für eine Person auf einmal tun kann. Bitte frag in einer Minute noch einmal."

        case .databaseAway:
            "Nichts wurde getan: Meine Datenbank ist nicht erreichbar. Bitte versuch es später noch einmal."
        case .noSuchTicket: "Diese Freigabe gibt es nicht."
        case .ticketExpired: "Für diese Freigabe ist es zu spät; nichts wurde getan. Bitte frag noch einmal."
        case .mayNotApprove: "Darüber darfst du nicht entscheiden."
        case .toolChanged:
            "Nichts wurde getan: Das Werkzeug ist nicht mehr das, um das es ging. Bitte frag noch einmal."
        case .decidedBefore(let state): "Darüber wurde schon entschieden (\(state))."
        case .declined(let name): "Von \(name) abgelehnt; nichts wurde getan."
        case .serverAway(let server):
            "Nichts wurde getan: \(server) ist nicht erreichbar. Bitte versuch es später noch einmal."
        case .toolDone(let tool, let name, let said): "Erledigt: \(tool), freigegeben von \(name).\n\n\(said)"
        case .toolFailed(let tool, let name, let said):
            "\(tool), freigegeben von \(name), ist fehlgeschlagen: \(said)"
        case .toolUnknown(let tool, let name):
            """
            \(tool), freigegeben von \(name), wurde begonnen, und die Antwort kam nie: Niemand weiß, ob es \
            geschah. Ich wiederhole es nicht; bitte sieh erst dort nach.
            """

        case .help(let hasModel):
            (hasModel
                ? "Frag mich in eigenen Worten nach Releases und Vorgängen. Dies geht auch ohne Sprachmodell:"
                : "Ich habe kein Sprachmodell; dies geht ohne:")
                    + """


                    - `status`: was funktioniert, und von wann die neueste geprüfte Sicherung ist
                    - `abonniere THEMA`, `abbestellen THEMA`, `abos`: worüber ich dir berichte; hinter dem Thema die \
                    Ereignisse, etwa `fehlgeschlagen`
                    - `merke TEXT`, `erinnerungen`, `vergiss NUMMER`, `vergiss alles`, `export`: was ich von dir weiß
                    - `sicherungen`, `version`, `hilfe`
                    """
        case .allWorks: "Alles funktioniert."
        case .somethingBroken(let parts): "Das funktioniert gerade nicht: \(parts)."
        case .backupsUnseen: "Die Sicherungen sind von hier nicht zu sehen; `reva status` zeigt sie."
        case .noProvenBackup(let count):
            count == 0 ? "Es gibt keine Sicherung." : "Es gibt \(count) Sicherungen, und keine ist geprüft."
        case .newestBackup(let name, let time, let count, let isOverdue):
            "Die neueste geprüfte Sicherung ist \(name), geprüft \(Phrase.moment(time)), von insgesamt \(count)."
                + (isOverdue ? " Sie ist überfällig." : "")
        case .noSubscriptions: "Ich berichte dir noch über nichts. `abonniere THEMA` ändert das."
        case .noMemories: "Ich habe mir nichts von dir gemerkt."
        case .onlyInPersonal: "Das sage ich nur in unserem persönlichen Chat, wo es sonst niemand liest."
        case .subscriptions(let count):
            count == 1 ? "Darüber berichte ich dir:" : "Über diese \(count) berichte ich dir:"
        case .subscribed(let subject, let kinds):
            kinds.isEmpty
                ? "Ich sage dir hier Bescheid, wenn mit \(subject) etwas geschieht."
                : "Ich sage dir hier Bescheid von \(subject): \(kinds.map { $0.word(.german) }.joined(separator: ", "))."
        case .unknownEvent(let word):
            """
            Nichts wurde getan: Ereignisse namens `\(word)` gibt es nicht. Es gibt \(EventKind.list(.german)). Ein Titel \
            aus mehreren Wörtern darf in Anführungszeichen stehen: `abonniere "Zahlung 4.2" fehlgeschlagen`.
            """
        case .usage(let command): command.germanUsage
        case .didYouMean(let line): "Den Befehl kenne ich nicht. Meintest du `\(line)`?"
        case .unsubscribed(let subject): "Über \(subject) berichte ich dir nicht mehr."
        case .wasNotSubscribed(let subject): "Du hattest \(subject) nicht abonniert."
        case .memories(let count):
            "Du hast mich gebeten, mir \(count == 1 ? "dies" : "diese \(count)") zu merken. `vergiss NUMMER` löscht eine."
        case .remembered(let number, let text): "Ich merke mir (Nummer \(number)): \(text)"
        case .memoryTooLong(let limit): "Das ist zu lang, um es mir zu merken: höchstens \(limit) Zeichen."
        case .forgot(let number): "Nummer \(number) habe ich vergessen."
        case .noSuchMemory(let number): "Eine Erinnerung Nummer \(number) hast du nicht. `erinnerungen` zeigt alle."
        case .forgotEverything(let memories, let messages, let subscriptions):
            """
            Ich habe alles von dir vergessen: \(memories) Erinnerungen, \(messages) Nachrichten, \(subscriptions) \
            Abonnements. Das Protokoll freigegebener Änderungen bleibt, denn niemand kann es umschreiben.
            """

        case .part: "Teil"
        case .state: "Zustand"
        case .subject: "Thema"
        case .since: "Seit"
        case .events: "Ereignisse"
        case .usualEvents: "alle außer Phasen und Aufgaben"
        case .memory: "Erinnerung"

        case .greeting(let hasModel):
            hasModel
                ? "Ich bin Reva. Frag mich nach Releases, oder tippe hilfe. Strg-D beendet das."
                : "Ich bin Reva. Kein Sprachmodell ist eingestellt (model.name), also gehen nur Befehle: hilfe. Strg-D beendet das."
        case .approveByTyping(let word): "Tippe \(word), um genau das auszuführen; alles andere führt es nicht aus:"
        case .noTerminalToApprove: "Es wurde nicht ausgeführt: Ohne Terminal wird nichts freigegeben."
        case .changedTool: "Dieses Werkzeug ist nicht das, das vorher bekannt war: Sieh zweimal hin."
        case .memoriesUsed: "Benutzt von dem, was ich mir gemerkt habe:"
        case .goodbye: "Bis bald."
        }
    }
}
