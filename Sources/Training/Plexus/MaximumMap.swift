/// A number for each of 0 ..< count that only grows; two maps merge into their pointwise maximum.
///
/// Copies share what they have in common, so that a hundred thousand nodes can each hold a map of all nodes: leaves of 64
/// numbers under branches of 64 children. A change copies the way from the root to one leaf, and only what is shared; a
/// merge looks only at parts that are not the same memory, and keeps whole parts of either map where they are the maximum.
///
/// - Complexity: reading O(log count); raising one number O(log count) and up to a leaf and a branch a level of new memory; a
///   merge in proportion to the parts that are not shared.
// Safe to send: like an array's, a part is only written by whoever holds the one reference to it.
struct MaximumMap: @unchecked Sendable {
  let count: Int
  /// Levels of branches above the leaves.
  private let depth: Int
  private var root: Part

  /// A part of the numbers, `Leaf` at level 0 and `Branch` above; which one follows from the level.
  private class Part {}

  private final class Leaf: Part {
    // Safety: 64 numbers, allocated here, initialized before anyone else sees the leaf, and freed with it. A place is
    // always masked to 0 ..< 64.
    private let numbers: UnsafeMutablePointer<UInt32>

    override init() { numbers = .allocate(capacity: MaximumMap.width) }

    convenience init(repeating value: UInt32) {
      self.init()
      numbers.initialize(repeating: value, count: MaximumMap.width)
    }

    deinit { numbers.deallocate() }

    subscript(place: Int) -> UInt32 {
      get { numbers[place & (MaximumMap.width - 1)] }
      set { numbers[place & (MaximumMap.width - 1)] = newValue }
    }

    func copy() -> Leaf {
      let leaf = Leaf()
      leaf.numbers.initialize(from: numbers, count: MaximumMap.width)
      return leaf
    }

    /// One of the two where it is the maximum.
    func merged(_ other: Leaf) -> Leaf {
      let result = Leaf()
      let (mine, theirs, larger) = (numbers, other.numbers, result.numbers)
      var (isOther, isOwn): (UInt32, UInt32) = (0, 0)
      for k in 0..<MaximumMap.width {
        let value = max(mine[k], theirs[k])
        larger[k] = value
        isOther |= value ^ theirs[k]
        isOwn |= value ^ mine[k]
      }
      return isOther == 0 ? other : isOwn == 0 ? self : result
    }
  }

  private final class Branch: Part {
    var children: [Part]

    init(_ children: [Part]) { self.children = children }
  }

  /// The numbers of a leaf and the children of a branch; a power of two.
  private static let width = 64
  private static let bits = 6

  /// - Precondition: `count > 0`.
  init(count: Int, repeating value: UInt32 = 0) {
    precondition(count > 0, "a map of \(count) numbers")
    self.count = count
    var part: Part = Leaf(repeating: value)
    var (parts, depth) = ((count - 1) >> Self.bits, 0)
    // All leaves are one, and so are the branches of a level; those beyond the last number are never read.
    while parts > 0 {
      part = Branch(Array(repeating: part, count: min(parts + 1, Self.width)))
      parts >>= Self.bits
      depth += 1
    }
    root = part
    self.depth = depth
  }

  /// - Precondition: the index is one of the map's.
  subscript(index: Int) -> UInt32 {
    precondition(index >= 0 && index < count, "number \(index) of \(count)")
    var part = root
    for level in stride(from: depth, to: 0, by: -1) {
      part = unsafeDowncast(part, to: Branch.self).children[(index >> (level * Self.bits)) & (Self.width - 1)]
    }
    return unsafeDowncast(part, to: Leaf.self)[index]
  }

  /// Makes a number at least the value.
  ///
  /// - Precondition: the index is one of the map's.
  mutating func raise(_ index: Int, to value: UInt32) {
    if self[index] < value { Self.set(index, value, &root, level: depth) }
  }

  private static func set(_ index: Int, _ value: UInt32, _ part: inout Part, level: Int) {
    let isUnique = isKnownUniquelyReferenced(&part)
    if level == 0 {
      if !isUnique { part = unsafeDowncast(part, to: Leaf.self).copy() }
      unsafeDowncast(part, to: Leaf.self)[index] = value
    } else {
      if !isUnique { part = Branch(unsafeDowncast(part, to: Branch.self).children) }
      let place = (index >> (level * bits)) & (width - 1)
      set(index, value, &unsafeDowncast(part, to: Branch.self).children[place], level: level - 1)
    }
  }

  /// Becomes the pointwise maximum.
  ///
  /// - Precondition: maps of the same size.
  mutating func merge(_ other: MaximumMap) {
    precondition(count == other.count, "maps of \(count) and \(other.count) numbers")
    root = Self.merged(root, other.root, level: depth)
  }

  private static func merged(_ first: Part, _ second: Part, level: Int) -> Part {
    if first === second { return first }
    if level == 0 { return unsafeDowncast(first, to: Leaf.self).merged(unsafeDowncast(second, to: Leaf.self)) }
    let (own, other) = (unsafeDowncast(first, to: Branch.self), unsafeDowncast(second, to: Branch.self))
    // Whether the children so far are all those of one of the two; when they are not, they stand in `children`.
    var (isOwn, isOther) = (true, true)
    var children: [Part] = []
    for place in own.children.indices {
      let child = merged(own.children[place], other.children[place], level: level - 1)
      if isOwn || isOther {
        let (staysOwn, staysOther) = (
          isOwn && child === own.children[place], isOther && child === other.children[place]
        )
        if !staysOwn && !staysOther {
          children.reserveCapacity(own.children.count)
          children += (isOwn ? own : other).children[..<place]
          children.append(child)
        }
        (isOwn, isOther) = (staysOwn, staysOther)
      } else {
        children.append(child)
      }
    }
    return isOther ? second : isOwn ? first : Branch(children)
  }

  /// Whether two maps are one memory, so that they are certainly equal.
  func isIdentical(to other: MaximumMap) -> Bool { root === other.root }

  /// - Complexity: O(count).
  func count(where isCounted: (UInt32) -> Bool) -> Int { (0..<count).count { isCounted(self[$0]) } }
}

extension MaximumMap: Equatable {
  static func == (left: MaximumMap, right: MaximumMap) -> Bool {
    left.isIdentical(to: right) || left.count == right.count && (0..<left.count).allSatisfy { left[$0] == right[$0] }
  }
}
