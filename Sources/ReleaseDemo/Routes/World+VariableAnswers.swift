import Foundation

/// Variables of releases and templates.
extension World {
    private struct VariableForm: Decodable {
        var id: String?
        var key: String?
        var value: String?
    }

    mutating func answerVariables(_ call: Call, _ index: Int) throws(Refusal) -> Answer {
        if !call.id.contains("/Variable") {
            if call.method == "PUT" {
                for form in try call.read([VariableForm].self) { try update(form, at: nil, call, index) }
            }
            return Answer(releases[index].variables.map(\.masked))
        }
        guard let place = releases[index].variables.firstIndex(where: { $0.id == call.id }) else {
            throw .notFound(call.id)
        }
        if call.method == "PUT" { try update(try call.read(), at: place, call, index) }
        return Answer(releases[index].variables[place].masked)
    }

    private mutating func update(_ form: VariableForm, at place: Int?, _ call: Call, _ index: Int) throws(Refusal) {
        try require("release#edit", call.account, releases[index])
        guard !releases[index].status.isEnded else { throw .badRequest("The release has ended") }
        guard
            let place = place ?? releases[index].variables.firstIndex(where: { $0.id == form.id || $0.key == form.key })
        else { throw .notFound(form.id ?? form.key ?? "variable") }
        releases[index].variables[place].value = form.value
        note(
            index, call.account.username, "RELEASE_VARIABLE_UPDATED",
            "Updated variable '\(releases[index].variables[place].key)'", target: releases[index].id)
    }
}
