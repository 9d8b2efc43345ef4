/// A second of the proleptic Gregorian calendar in UTC.
///
/// Written out rather than asked of Calendar, which brings time zones and locales into a file's name.
/// The arithmetic is the usual one of 400-year eras that begin on 1 March.
struct CivilTime: Equatable, Sendable {
    var year: Int
    var month: Int
    var day: Int
    var hour: Int
    var minute: Int
    var second: Int
}

extension CivilTime {
    init(secondsSince1970 seconds: Int) {
        let days = (seconds - floorModulo(seconds, 86_400)) / 86_400
        let ofDay = floorModulo(seconds, 86_400)
        let shifted = days + 719_468
        let era = (shifted - floorModulo(shifted, 146_097)) / 146_097
        let dayOfEra = floorModulo(shifted, 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        hour = ofDay / 3_600
        minute = ofDay / 60 % 60
        second = ofDay % 60
    }

    static func secondsSince1970(_ time: CivilTime) -> Int {
        let year = time.month <= 2 ? time.year - 1 : time.year
        let era = (year - floorModulo(year, 400)) / 400
        let yearOfEra = floorModulo(year, 400)
        let dayOfYear = (153 * (time.month > 2 ? time.month - 3 : time.month + 9) + 2) / 5 + time.day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        let days = era * 146_097 + dayOfEra - 719_468
        return days * 86_400 + time.hour * 3_600 + time.minute * 60 + time.second
    }
}

private func floorModulo(_ value: Int, _ divisor: Int) -> Int {
    let rest = value % divisor
    return rest < 0 ? rest + divisor : rest
}
