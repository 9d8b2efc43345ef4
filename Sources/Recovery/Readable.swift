import Foundation

/// Figures as people read them.
package enum Readable {
    /// "3.4 s", "2 min 05 s", "3 h 12 min", "4 days"
    package static func seconds(_ seconds: Double) -> String {
        let whole = Int(seconds.rounded())
        return switch seconds {
        case ..<10: String(format: "%.1f s", seconds)
        case ..<60: "\(whole) s"
        case ..<3600: String(format: "%d min %02d s", whole / 60, whole % 60)
        case ..<172_800: String(format: "%d h %02d min", whole / 3600, whole % 3600 / 60)
        default: "\(whole / 86400) days"
        }
    }

    /// "237 MB", decimal as disks are sold.
    package static func bytes(_ bytes: Int) -> String {
        var value = Double(bytes)
        for unit in ["B", "kB", "MB", "GB"] {
            if value < 1000 {
                return unit == "B" ? "\(bytes) B" : String(format: value < 10 ? "%.1f" : "%.0f", value) + " \(unit)"
            }
            value /= 1000
        }
        return String(format: "%.1f TB", value)
    }
}
