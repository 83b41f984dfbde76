import ExactArithmetic
public struct CertifiedWrongVoteLaw: Sendable {
  public let workers: Int
  let law: WrongVoteLaw
  public init(_ groups: [WorkerGroup]) { law = WrongVoteLaw(groups); workers = law.workers }
  public func probability(wrong count: Int) -> Enclosure { Enclosure(law.probability(wrong: count)) }
  public func probability(wrongAtLeast count: Int) -> Enclosure { Enclosure(law.probability(wrongAtLeast: count)) }
  public func probability(wrongAtMost count: Int) -> Enclosure {
    Enclosure(1 - law.probability(wrongAtLeast: count + 1))
  }
}
