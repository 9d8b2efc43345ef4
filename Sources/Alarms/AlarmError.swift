/// Why somebody could not be told. It names a receiver by its kind, never by its address: that is a secret.
package struct AlarmError: Error, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}
