import ExactArithmetic

/// The numbers of positive, zero and negative eigenvalues of a symmetric matrix.
public struct Inertia: Sendable, Equatable {
  public var positive: Int
  public var zero: Int
  public var negative: Int
}

extension Inertia {
  /// The exact inertia of a symmetric rational matrix, by fraction-free LDL^T (Bareiss' elimination with
  /// symmetric pivoting) and Sylvester's law of inertia.
  ///
  /// Works on integers over the common denominator: every intermediate entry is a minor, so divisions are
  /// exact and entries have O(n b) bits for b-bit input.
  ///
  /// - Precondition: `matrix` is symmetric.
  /// - Complexity: O(n^3) integer operations.
  public init(of matrix: Matrix<Rational>) {
    precondition(matrix.isSymmetric, "inertia of a matrix that is not symmetric")
    let n = matrix.rows
    let entries = IntegerVector(count: n * n)
    // A positive factor does not change the signs of eigenvalues.
    for (index, value) in matrix.overCommonDenominator.numerators.elements.enumerated() { entries[index] = value }
    self = Self.eliminate(entries, size: n)
  }

  private static func eliminate(_ entries: IntegerVector, size n: Int) -> Inertia {
    var result = Inertia(positive: 0, zero: 0, negative: 0)
    let divisor = IntegerVector(count: 1)
    let scratch = IntegerVector(count: 1)
    divisor[0] = 1
    func at(_ i: Int, _ j: Int) -> Int { i * n + j }
    func exchange(_ a: Int, _ b: Int) {
      for j in 0..<n { entries.swap(at(a, j), at(b, j)) }
      for i in 0..<n { entries.swap(at(i, a), at(i, b)) }
    }
    for k in 0..<n {
      if let pivot = (k..<n).first(where: { entries.sign(at: at($0, $0)) != 0 }) {
        if pivot != k { exchange(pivot, k) }
      } else if let (a, b) = offDiagonal(entries, from: k, size: n) {
        // The whole remaining diagonal is zero. Adding row and column b to a is a congruence with
        // determinant 1, so later entries stay minors, and it makes the diagonal entry 2 e_ab.
        for j in k..<n { entries.addEntry(at(a, j), at(b, j)) }
        for i in k..<n { entries.addEntry(at(i, a), at(i, b)) }
        if a != k { exchange(a, k) }
      } else {
        result.zero = n - k
        return result
      }
      // The k-th pivot of LDL^T is the ratio of consecutive leading minors.
      if entries.sign(at: at(k, k)) * divisor.sign(at: 0) > 0 { result.positive += 1 } else { result.negative += 1 }
      for i in k + 1..<max(n, k + 1) {
        for j in i..<n {
          entries.eliminate(
            at(i, j), pivot: at(k, k), left: at(k, i), above: at(k, j), divisor: divisor, scratch: scratch)
          if j != i { entries.copy(at(j, i), from: entries, at: at(i, j)) }
        }
      }
      divisor.copy(0, from: entries, at: at(k, k))
    }
    return result
  }

  private static func offDiagonal(_ entries: IntegerVector, from k: Int, size n: Int) -> (Int, Int)? {
    for i in k..<n {
      for j in i + 1..<max(n, i + 1) where entries.sign(at: i * n + j) != 0 { return (i, j) }
    }
    return nil
  }
}
