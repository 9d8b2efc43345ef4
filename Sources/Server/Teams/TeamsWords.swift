import Assistant
import Foundation

/// The sentences of the bot in Teams that are not the assistant's.
struct TeamsWords {
    let language: Language

    private func words(_ english: String, _ german: String) -> String {
        language == .german ? german : english
    }

    var welcome: String {
        words(
            """
            Hello, I am Reva. Ask me about releases and issues, for example: *which releases have failed?* I change nothing \
            without an approval. Say **help** to see what else I can do.
            """,
            """
            Hallo, ich bin Reva. Fragen Sie mich nach Releases und Vorgängen, zum Beispiel: *Welche Releases sind \
            fehlgeschlagen?* Ohne Genehmigung ändere ich nichts. Mit **Hilfe** sehen Sie, was ich sonst noch kann.
            """)
    }

    var onlyText: String {
        words("I can read text only, no files or pictures.", "Ich kann nur Text lesen, keine Dateien oder Bilder.")
    }

    /// The answer to a message that could not be answered when it came.
    func tooLate(_ received: Date) -> String {
        let time = received.formatted(
            Date.ISO8601FormatStyle(dateTimeSeparator: .space).year().month().day().time(
                includingFractionalSeconds: false))
        return words(
            "I could not answer your message of \(time) UTC: I was away. Please ask again if it still matters.",
            "Ihre Nachricht von \(time) UTC konnte ich nicht beantworten: Ich war nicht da. Bitte fragen Sie noch einmal, "
                + "wenn sie noch wichtig ist.")
    }

    var gaveUp: String {
        words(
            "I tried several times to answer your message and could not. Whoever runs me finds the reason in my log.",
            "Ich habe mehrmals versucht, Ihre Nachricht zu beantworten, und es nicht geschafft. Der Grund steht in meinem "
                + "Protokoll.")
    }

    var failed: String {
        words(
            "Something went wrong with your message, and it was not answered. Please try again.",
            "Mit Ihrer Nachricht ist etwas schiefgegangen, sie wurde nicht beantwortet. Bitte versuchen Sie es noch einmal."
        )
    }

    func memories(_ texts: [String]) -> String {
        words("I remembered: ", "Ich habe mich erinnert: ") + texts.joined(separator: "; ")
    }

    var approvalTitle: String { words("May I do this?", "Darf ich das tun?") }
    var attention: String { words("Attention", "Achtung") }
    var changedTool: String {
        words("the tool is not the one that was approved last", "Das Werkzeug ist nicht mehr das zuletzt genehmigte")
    }
    var tooLargeToSay: String {
        words(
            "Teams does not take my answer: it says that it is too large. Please ask for less at once.",
            "Teams nimmt meine Antwort nicht an: Sie sei zu groß. Bitte fragen Sie nach weniger auf einmal.")
    }
    var tooLargeToShow: String {
        words(
            "A part of this is too large to be shown in Teams. What cannot be shown cannot be approved here either.",
            "Ein Teil davon ist zu groß für Teams. Was sich nicht zeigen lässt, kann hier auch nicht genehmigt werden.")
    }
    var approve: String { words("Approve", "Genehmigen") }
    var decline: String { words("Decline", "Ablehnen") }
    var askedBy: String { words("Asked for by", "Gewünscht von") }
    var until: String { words("Until", "Gültig bis") }
    var inProgress: String { words("This takes a moment …", "Das dauert einen Moment …") }
    var thanks: String { words("Thank you.", "Danke.") }

    func title(of kind: DecisionOutcome.Kind) -> String {
        switch kind {
        case .done: words("Done", "Erledigt")
        case .failed: words("It failed", "Fehlgeschlagen")
        case .unknown: words("It is not known whether it was done", "Ob es getan wurde, ist nicht bekannt")
        case .declined: words("Declined", "Abgelehnt")
        case .decidedBefore: words("Decided before", "Schon entschieden")
        case .stale: words("No longer possible", "Nicht mehr möglich")
        case .notAllowed: words("Not allowed", "Nicht erlaubt")
        case .unavailable: words("Not possible now", "Zurzeit nicht möglich")
        }
    }
}
