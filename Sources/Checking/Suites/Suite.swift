import Theorems

/// A bundled set of scenarios.
public struct Suite: Sendable {
  public let name: String
  public let summary: String
  /// Scenario texts, in the form of a scenario file.
  public let scenarios: [String]
}

/// The registry of suites: one file and one line here.
public enum Suites {
  public static let all: [Suite] = [.basics, .signSGD, .asyncDSGD, .digest, .asyncFedED, .plexus]

  public static subscript(name: String) -> Suite? { all.first { $0.name == name } }
}
