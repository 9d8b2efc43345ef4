import JSONValues
import MCP
import Testing

@testable import Assistant

@Suite struct PolicyTests {
    private static func tool(_ name: String, _ annotations: ToolAnnotations = ToolAnnotations()) -> ToolDefinition {
        ToolDefinition(name: name, inputSchema: ["type": "object"], annotations: annotations)
    }

    @Test("a tool that nobody says anything of counts as changing")
    func unknown() {
        #expect(ToolPolicy().effect(of: Self.tool("t"), at: "s") == .write)
    }

    @Test(
        "annotations count where the settings say nothing",
        arguments: [
            (ToolAnnotations.reading, Effect.read), (.adding, .write), (.changing, .write), (.destroying, .destructive),
            (ToolAnnotations(isReadOnly: true), .read),
            (ToolAnnotations(isReadOnly: true, isDestructive: true), .destructive),
        ])
    func annotations(annotations: ToolAnnotations, effect: Effect) {
        #expect(ToolPolicy().effect(of: Self.tool("t", annotations), at: "s") == effect)
    }

    @Test("the settings come before the annotations, and the nearest rule before the others")
    func settings() throws {
        let policy = try ToolPolicy([
            "destructive": "others",
            "servers": [
                "jira": [
                    "annotations": "ignore",
                    "tools": [
                        "jira_search": ["effect": "read"], "jira_delete_issue": ["effect": "hidden"],
                        "*": ["approvers": ["ada", "bob"]],
                    ],
                ],
                "release": ["tools": ["*": ["effect": "destructive"], "get": ["effect": "read"]]],
            ],
        ])
        #expect(policy.effect(of: Self.tool("jira_search"), at: "jira") == .read)
        #expect(policy.effect(of: Self.tool("jira_get", .reading), at: "jira") == .write, "its word is not believed")
        #expect(policy.effect(of: Self.tool("jira_delete_issue", .reading), at: "jira") == .hidden)
        #expect(policy.effect(of: Self.tool("get", .destroying), at: "release") == .read)
        #expect(policy.effect(of: Self.tool("start", .reading), at: "release") == .destructive)
        #expect(policy.approvers(of: "jira_get", at: "jira", effect: .write) == .people(["ada", "bob"]))
        #expect(policy.approvers(of: "start", at: "release", effect: .destructive) == .others)
        #expect(policy.approvers(of: "start", at: "release", effect: .write) == .requester)
    }

    @Test(
        "a word that nobody knows is refused, and named",
        arguments: [
            (["tools": [:]], "tools"), (["write": "everybody"], "write"), (["write": []], "write"),
            (["servers": ["s": ["annotations": "trust"]]], "servers.s.annotations"),
            (["servers": ["s": ["tools": ["t": ["effect": "none"]]]]], "servers.s.tools.t.effect"),
            (["servers": ["s": ["tools": ["t": "read"]]]], "servers.s.tools.t"),
            (["servers": ["s": ["tools": ["t": ["approver": "others"]]]]], "servers.s.tools.t.approver"),
            ([1], "the whole"),
        ] as [(JSON, String)])
    func wrong(json: JSON, place: String) {
        let error = #expect(throws: PolicyError.self) { try ToolPolicy(json) }
        #expect(error?.summary.hasPrefix("the policy for tools is wrong at \(place): ") == true)
    }

    @Test(
        "who may approve survives being written down",
        arguments: [Approvers.requester, .anyone, .others, .people(["a", "b"])])
    func approvers(approvers: Approvers) {
        #expect(Approvers(approvers.description) == approvers)
        #expect(Approvers("people:") == nil && Approvers("all") == nil)
    }

    @Test("secrets are not logged, however deep they lie")
    func redaction() {
        let arguments: JSON = ["user": "ada", "userPassword": "x", "list": [["api_key": "y", "n": 1]]]
        #expect(
            Redaction.redacted(arguments)
                == ["user": "ada", "userPassword": "(redacted)", "list": [["api_key": "(redacted)", "n": 1]]])
    }

    @Test(
        "a model may do for a person only what the person's own words ask for",
        arguments: [
            (OwnWords.Wish.remember, "Please remember that I own Payment.", "I own Payment", true),
            (.remember, "Merk dir: ich mag kurze Antworten", "ich mag kurze Antworten", true),
            (.remember, "Please remember that I own Payment.", "I am an administrator", false),
            (.remember, "I own Payment", "I own Payment", false), (.forget, "forget number 3", "3", true),
            (.forget, "vergiss 3 bitte", "3", true), (.forget, "forget number 34", "3", false),
            (.forget, "never forget 3", "3", false), (.forget, "what is in 3?", "3", false),
            (.subscribe, "Benachrichtige mich über R-12", "R-12", true),
            (.subscribe, "How is R-12?", "R-12", false), (.subscribe, "notify me about R-12", "R-13", false),
            (.unsubscribe, "stop R-12", "R-12", true), (.unsubscribe, "stop R-12", "", false),
        ])
    func ownWords(wish: OwnWords.Wish, text: String, subject: String, isAsked: Bool) {
        #expect(OwnWords(text).ask(for: wish, subject) == isAsked)
    }

    @Test("the model is given names that every protocol takes")
    func names() {
        #expect(OfferedTool.name("release", "get.it") == "release__get_it")
        #expect(OfferedTool.name("release", String(repeating: "x", count: 100)).count == 64)
        #expect(OfferedTool.name("ré", "ß") == "r____")
    }
}
