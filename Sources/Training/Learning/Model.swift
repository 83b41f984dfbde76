/// The parameters of one model, which do not change: whoever trains makes another. Messages share them.
///
/// Only the learner that made it knows its numbers.
public class Model {
  package init() {}

  /// The numbers, in doubles.
  public var parameters: [Double] { preconditionFailure("a model without numbers") }
}

/// A model whose numbers are of one type.
package final class Parameters<Real: BinaryFloatingPoint>: Model {
  package let values: [Real]

  package init(_ values: [Real]) { self.values = values }

  package override var parameters: [Double] { values.map { Double($0) } }
}
