/// What the catalogue knows of every theorem, whatever it bounds.
public protocol CatalogueEntry: Sendable {
  /// The catalogue identifier, for example `dsgd.nonconvex` or `vote.llr`.
  var identifier: String { get }
  /// The inequality in the field's symbols.
  var statement: String { get }
  var provenance: Provenance { get }
  /// Under whose assumptions it is stated.
  var citation: Citation { get }
  /// How it is derived, in a sentence.
  var derivation: String { get }
}

extension CatalogueEntry {
  /// Whose theorem it is, in words. Never "the paper's theorem": what was derived here is said to be.
  public var attribution: String {
    switch provenance {
    case .derived, .proved: "derived under the assumptions of \(citation.key)"
    case .transcribed: "transcribed from \(citation.key)"
    }
  }
}

/// Where a theorem comes from.
public enum Provenance: String, Sendable {
  /// Stated and proved in this project, under the assumptions of the paper that it serves.
  case derived
  /// The statement of a published theorem that was not proved here.
  case transcribed
  /// Has a machine-checked proof in `Proofs/`.
  case proved
}

/// A paper.
public struct Citation: Sendable, Equatable {
  public let key: String
  public let reference: String

  public init(key: String, reference: String) {
    self.key = key
    self.reference = reference
  }
}
