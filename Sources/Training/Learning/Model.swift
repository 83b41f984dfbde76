/// The parameters of one model, which do not change: whoever trains makes another. Messages share them.
///
/// Only the learner that made it knows its numbers.
public class Model {
  init() {}

  /// The numbers, in doubles.
  public var parameters: [Double] { preconditionFailure("a model without numbers") }
}

/// A model whose numbers are of one type.
final class Parameters<Real: BinaryFloatingPoint>: Model {
  let values: [Real]

  init(_ values: [Real]) { self.values = values }

  override var parameters: [Double] { values.map { Double($0) } }
}
