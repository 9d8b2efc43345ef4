/// What Reva speaks.
package enum Language: String, Sendable, Hashable, CaseIterable {
    case english = "en"
    case german = "de"

    /// - Parameter locale: such as `de-DE` or `de_AT.UTF-8`; English where it is nil or of another language.
    package init(locale: String?) {
        let subtag = (locale ?? "").lowercased().prefix { $0.isLetter }
        self = subtag == "de" ? .german : .english
    }
}
