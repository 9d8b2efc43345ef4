@testable import ReleaseDemo

/// A release of the stand-in; the tools have a type of the same name for what they read.
typealias SampleRelease = Release
