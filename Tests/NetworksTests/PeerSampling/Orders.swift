/// Every order of 0 ..< n.
func orders(of n: Int) -> [[Int]] {
  if n == 0 { return [[]] }
  return orders(of: n - 1).flatMap { order in
    (0..<n).map { place in Array(order[..<place]) + [n - 1] + Array(order[place...]) }
  }
}

/// Every subset of 0 ..< n with s members, as bits.
func subsets(of n: Int, size s: Int) -> [Int] { (0..<1 << n).filter { $0.nonzeroBitCount == s } }
