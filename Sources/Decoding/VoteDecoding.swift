import ExactArithmetic

/// The law of a decoded vote, exact where that is affordable and enclosed otherwise.
public struct VoteDecoding: Sendable {
  public let outcome: VoteOutcome
  /// Why the outcome is enclosed and not exact; `nil` for an exact one.
  public let refusal: String?

  /// - Throws: `VoteError` when even an enclosure is out of reach.
  public init(of ballot: Ballot) throws(VoteError) {
    let exact: Result<VoteOutcome, VoteError>
    do throws(VoteError) {
      exact = .success(try ExactVote.outcome(of: ballot))
    } catch {
      exact = .failure(error)
    }
    switch exact {
    case .success(let outcome):
      self.outcome = outcome
      refusal = nil
    case .failure(let error):
      outcome = try CertifiedVote.outcome(of: ballot)
      refusal = error.message
    }
  }
}
