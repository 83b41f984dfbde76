import ExactArithmetic

/// The registry of theorems. A value, so that a caller may add entries of their own.
public struct Catalogue: Sendable {
  public let theorems: [any Theorem]

  /// - Precondition: identifiers are unique.
  public init(_ theorems: [any Theorem]) {
    precondition(Set(theorems.map(\.identifier)).count == theorems.count, "two theorems with one identifier")
    self.theorems = theorems
  }

  public static let standard = Catalogue([DSGDNonconvex(), DSGDConvex(), DSGDStronglyConvex()])

  public subscript(identifier: String) -> (any Theorem)? { theorems.first { $0.identifier == identifier } }

  public func adding(_ theorem: any Theorem) -> Catalogue { Catalogue(theorems + [theorem]) }
}
