/// What the nodes of a federation run in.
public struct TrainingEnvironment: Sendable, Equatable {
  /// Of node i at place i.
  public let profiles: [NodeProfile]
  public let latency: MessageLatency
  public let availability: Availability
  /// Before clients of a server train.
  public var pauses = Pauses.none

  public var nodes: Int { profiles.count }

  /// - Throws: `TrainingError` without nodes, with more than 2^24 - 1 of them, or with the availability of other nodes.
  public init(
    profiles: [NodeProfile], latency: MessageLatency = MessageLatency(), availability: Availability? = nil
  ) throws(TrainingError) {
    guard (1..<1 << 24).contains(profiles.count) else {
      throw TrainingError("an environment has 1 to 2^24 - 1 nodes, not \(profiles.count)")
    }
    let availability = availability ?? Availability(nodes: profiles.count)
    guard availability.nodes == profiles.count else {
      throw TrainingError("the availability of \(availability.nodes) nodes for \(profiles.count) profiles")
    }
    self.profiles = profiles
    self.latency = latency
    self.availability = availability
  }

  /// Nodes that are all alike and always there.
  ///
  /// - Throws: `TrainingError` for a number of nodes outside 1 ..< 2^24.
  public init(nodes: Int, profile: NodeProfile, latency: MessageLatency = MessageLatency()) throws(TrainingError) {
    try self.init(profiles: Array(repeating: profile, count: max(nodes, 0)), latency: latency)
  }

  /// The same with one more node, numbered `nodes`, that is always there.
  func adding(_ profile: NodeProfile) -> TrainingEnvironment {
    var result = TrainingEnvironment(
      profiles: profiles + [profile], latency: latency, availability: availability.addingNode())
    result.pauses = pauses
    return result
  }

  private init(profiles: [NodeProfile], latency: MessageLatency, availability: Availability) {
    self.profiles = profiles
    self.latency = latency
    self.availability = availability
  }
}
