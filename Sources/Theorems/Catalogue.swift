import ExactArithmetic

/// The registry of theorems. A value, so that a caller may add entries of their own.
public struct Catalogue: Sendable {
  /// Convergence theorems.
  public let theorems: [any Theorem]
  /// Bounds on the error of decoding a sign.
  public let voteBounds: [any VoteBound]

  /// - Precondition: identifiers are unique.
  public init(_ theorems: [any Theorem], voteBounds: [any VoteBound] = []) {
    self.theorems = theorems
    self.voteBounds = voteBounds
    precondition(Set(entries.map(\.identifier)).count == entries.count, "two theorems with one identifier")
  }

  public static let standard = Catalogue(
    [
      DSGDNonconvex(), DSGDConvex(), DSGDStronglyConvex(), LocalSGDNonconvex(), LocalSGDStich2019(),
      AsyncDSGDNonconvex(), AsyncDSGDConvex(), DIGESTNonconvex(), DIGESTConvex(), DIGESTStronglyConvex(),
      DIGESTAsymptotic(), DelayedSGDNonconvex(), FedAvgNonconvex(), FedAvgLi2020(), AsyncFedEDPathwise(),
      AsyncFedEDNonconvex(), GossipAveragingTime(), SignSGDWeighted(), SignSGDUniform(),
      PlexusAgreement(), PlexusStall(), PlexusCoverage(),
    ],
    voteBounds: [
      KearnsSaulVote(), LogLikelihoodVote(), BhattacharyyaVote(), LogLikelihoodLowerVote(), ImperfectVote(),
      ChernoffVote(), MajorityVote(),
    ])

  /// Everything that has an identifier.
  public var entries: [any CatalogueEntry] { theorems + voteBounds }

  public func entry(named identifier: String) -> (any CatalogueEntry)? {
    entries.first { $0.identifier == identifier }
  }

  /// The convergence theorem of this name.
  public subscript(identifier: String) -> (any Theorem)? { entry(named: identifier) as? any Theorem }

  public func adding(_ theorem: any Theorem) -> Catalogue { Catalogue(theorems + [theorem], voteBounds: voteBounds) }
}
