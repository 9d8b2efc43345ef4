/// Passwords that nobody has to remember.
enum Password {
    /// 32 characters, 190 bits, of the system's cryptographic generator; no character means anything to a shell or a URL.
    static func generate() -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
        var generator = SystemRandomNumberGenerator()
        return String((0..<32).map { _ in alphabet[Int.random(in: alphabet.indices, using: &generator)] })
    }
}
