/// Why a model of computing times, links or churn cannot be set up or read.
public struct SimulationError: Error, Equatable, CustomStringConvertible {
  /// Line of the file that is wrong, counted from 1; `nil` when no file is concerned.
  public var line: Int?
  public var message: String

  public init(_ message: String, line: Int? = nil) {
    self.message = message
    self.line = line
  }

  public var description: String { message }
}
