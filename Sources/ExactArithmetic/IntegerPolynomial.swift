/// A polynomial in one variable with nonnegative integer coefficients, given as a product.
public struct IntegerPolynomial: Sendable {
  /// Lowest power first; one more than there are factors, so the last ones are zero where slopes are zero.
  public let coefficients: [Integer]
  /// The sum of the coefficients.
  public let valueAtOne: Integer

  /// The product of the linear factors `constant + slope * x`; without factors it is 1.
  ///
  /// Factors are gathered in *leaves* whose value at one fits a machine word, as then do all their coefficients; a few
  /// leaves are multiplied coefficient by coefficient; longer products are a balanced tree whose nodes are
  /// multiplied as single integers (Kronecker substitution: x becomes a power of 2 above every coefficient).
  ///
  /// - Precondition: No constant and no slope is negative.
  /// - Complexity: O(n b) coefficient operations on words for n factors of b bits while n b is below about a thousand;
  ///   beyond that O(log n) products of integers of n^2 b bits.
  public init(productOfLinearFactors factors: [(constant: Integer, slope: Integer)]) {
    var leaves: [WordPolynomial] = []
    var nodes: [FlatPolynomial] = []
    for (constant, slope) in factors {
      precondition(constant.signum >= 0 && slope.signum >= 0, "a negative coefficient in \(constant) + \(slope) x")
      if let factor = WordPolynomial(constant: constant, slope: slope) {
        if leaves.last?.canAbsorb(factor) == true {
          leaves[leaves.count - 1].absorb(factor)
        } else {
          leaves.append(factor)
        }
      } else {
        nodes.append(FlatPolynomial(constant: constant, slope: slope))
      }
    }
    for start in stride(from: 0, to: leaves.count, by: Self.leavesPerNode) {
      nodes.append(FlatPolynomial(productOf: leaves[start..<min(start + Self.leavesPerNode, leaves.count)]))
    }
    while nodes.count > 1 {
      nodes = stride(from: 0, to: nodes.count, by: 2).map { i in
        i + 1 < nodes.count ? nodes[i].multiplied(by: nodes[i + 1]) : nodes[i]
      }
    }
    coefficients = nodes.first?.coefficients ?? [1]
    valueAtOne = nodes.first?.valueAtOne ?? 1
  }

  /// Where the tree takes over: measured, with little difference between 16 and 64.
  private static let leavesPerNode = 32
}

/// A product of linear factors whose value at one, and so every coefficient, fits a machine word.
struct WordPolynomial {
  private(set) var coefficients: [UInt]
  private(set) var valueAtOne: UInt

  /// The factor `constant + slope * x`, or `nil` when it does not fit.
  init?(constant: Integer, slope: Integer) {
    guard let constant = constant.asInt, let slope = slope.asInt else { return nil }
    coefficients = [UInt(constant), UInt(slope)]
    valueAtOne = UInt(constant) + UInt(slope)
  }

  /// Factors that are 1 or x never fill the word, so the degree has a limit of its own.
  private static let largestDegree = 64

  @inline(__always)
  func canAbsorb(_ factor: WordPolynomial) -> Bool {
    coefficients.count <= Self.largestDegree
      && !valueAtOne.multipliedReportingOverflow(by: factor.valueAtOne).overflow
  }

  /// Multiplies by a linear factor. Nothing overflows: no partial sum exceeds the new value at one.
  @inline(__always)
  mutating func absorb(_ factor: WordPolynomial) {
    let (constant, slope) = (factor.coefficients[0], factor.coefficients[1])
    coefficients.append(0)
    for j in stride(from: coefficients.count - 1, through: 1, by: -1) {
      coefficients[j] = coefficients[j] * constant + coefficients[j - 1] * slope
    }
    coefficients[0] *= constant
    valueAtOne *= factor.valueAtOne
  }
}
