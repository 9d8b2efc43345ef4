/// Names of Ollama: without a tag they mean `latest`.
enum ModelName {
    static func complete(_ name: String) -> String {
        // A colon before the last slash belongs to the port of a registry.
        name.split(separator: "/").last?.contains(":") == true ? name : name + ":latest"
    }
}
