/// How fast a node computes, sends and receives.
public struct NodeProfile: Sendable, Equatable {
  /// What a local step on one mini-batch takes, in seconds.
  public var secondsPerStep: Double
  /// In bytes per second, shared by what the node sends at a time; infinite when it does not matter.
  public var upload: Double
  /// In bytes per second, shared by what the node receives at a time.
  public var download: Double

  /// - Precondition: a time that is finite and not negative; capacities that are positive.
  public init(secondsPerStep: Double, upload: Double = .infinity, download: Double = .infinity) {
    precondition(secondsPerStep >= 0 && secondsPerStep.isFinite, "a step of \(secondsPerStep) seconds")
    precondition(upload > 0 && download > 0, "capacities of \(upload) and \(download) bytes per second")
    self.secondsPerStep = secondsPerStep
    self.upload = upload
    self.download = download
  }
}
