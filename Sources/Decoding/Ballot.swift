import ExactArithmetic

/// A vote on one sign: who votes, and how the server decodes.
public struct Ballot: Sendable {
  public let groups: [WorkerGroup]
  public let decoder: SignDecoder

  /// - Throws: `VoteError` when nobody votes, weights do not match the groups, or all weights are zero.
  public init(groups: [WorkerGroup], decoder: SignDecoder) throws(VoteError) {
    if groups.isEmpty { throw VoteError("there are no workers: M = 0") }
    if case .weighted(let weights) = decoder {
      guard weights.count == groups.count else {
        throw VoteError("\(weights.count) weights for \(groups.count) flip probabilities: one for each is expected")
      }
      if weights.allSatisfy(\.isZero) { throw VoteError("all weights are zero, so every vote would be a tie") }
    }
    self.groups = groups
    self.decoder = decoder
  }

  /// M
  public var workers: Int { groups.reduce(0) { $0 + $1.count } }
}

/// The rule by which the server turns votes of +1 and -1 into a sign: that of a weighted sum, 0 on a tie.
public enum SignDecoder: Sendable, Equatable {
  /// Every vote weighs the same.
  case majority
  /// One weight for each group's workers; a negative weight counts a vote as its opposite.
  case weighted([Rational])
  /// w = ln((1 - p)/p), the optimal decoder. A worker with p = 0 or 1 has an infinite weight and decides alone.
  case logLikelihood

  /// The name that results carry.
  public var name: String {
    switch self {
    case .majority: "majority"
    case .weighted: "weighted"
    case .logLikelihood: "llr"
    }
  }
}

/// Why a vote cannot be decoded, or not at a bearable cost.
public struct VoteError: Error, Equatable, CustomStringConvertible {
  public var message: String
  public init(_ message: String) { self.message = message }
  public var description: String { message }
}

extension Ballot {
  /// The vote of the first `count` workers in the order of the groups.
  ///
  /// - Throws: `VoteError` when all their weights are zero.
  /// - Precondition: `1 <= count <= workers`.
  public func first(_ count: Int) throws(VoteError) -> Ballot {
    precondition(count >= 1 && count <= workers, "the first \(count) of \(workers) workers")
    var rest = count
    var part: [WorkerGroup] = []
    for group in groups where rest > 0 {
      part.append(WorkerGroup(flip: group.flip, count: min(rest, group.count)))
      rest -= group.count
    }
    if case .weighted(let weights) = decoder {
      return try Ballot(groups: part, decoder: .weighted(Array(weights[..<part.count])))
    }
    return try Ballot(groups: part, decoder: decoder)
  }
}
