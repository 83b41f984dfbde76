/// What the catalogue knows of every theorem, whatever it bounds.
public protocol CatalogueEntry: Sendable {
  /// The catalogue identifier, for example `dsgd.nonconvex` or `vote.llr`.
  var identifier: String { get }
  /// The inequality in the field's symbols.
  var statement: String { get }
  /// Where the statement comes from: derived or transcribed.
  var origin: Provenance { get }
  /// Under whose assumptions it is stated.
  var citation: Citation { get }
  /// How it is derived, in a sentence.
  var derivation: String { get }
}

extension CatalogueEntry {
  /// The machine-checked proof of the statement; `nil` where there is none, and for an entry of the caller's own, whatever it
  /// is called.
  public var proof: MachineProof? {
    guard let entry = Catalogue.standard.entry(named: identifier), type(of: entry) == type(of: self) else { return nil }
    return MachineProof.all[identifier]
  }

  public var provenance: Provenance { proof == nil ? origin : .proved }

  /// Whose theorem it is, in words. Never "the paper's theorem": what was derived here is said to be.
  public var attribution: String {
    switch origin {
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

/// A theorem of the proof assistant, in `Proofs/`.
public struct MachineProof: Sendable, Equatable {
  /// Its full name in Coq.
  public let name: String
  /// The axioms that it rests on, as `Print Assumptions` lists them.
  public let assumptions: [String]
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
