import Testing
import Training

@Suite struct HashOrderTests {
  static func identifiers(_ count: Int) -> [[UInt8]] {
    (0..<count).map { node in (0..<8).map { UInt8(truncatingIfNeeded: node >> (56 - 8 * $0)) } }
  }

  static func order(_ hash: SamplingHash, round: Int) -> [Int] {
    let order = HashOrder(hash, round: round)
    return (0..<hash.nodes).map { order.node(at: $0)! }
  }

  /// The rows of Reference/hash_orders.py, by Python's hashlib.
  @Test func ordersAreThoseOfTheReference() throws {
    let rows = Self.reference.split(separator: "\n").map { $0.split(separator: ",") }
    #expect(rows.count == 20)
    for row in rows {
      let function = try #require(SamplingHash.Function(rawValue: String(row[0])))
      let format = try #require(SamplingHash.Format(rawValue: String(row[1])))
      let hash = try SamplingHash(function, format, identifiers: Self.identifiers(20))
      let expected = row[3].split(separator: " ").map { Int($0)! }
      #expect(Self.order(hash, round: Int(row[2])!) == expected, "\(row)")
    }
  }

  /// The known digest of "abc-7" by md5, as identifiers are bytes of any length.
  @Test func digestsAreOfIdentifierDashRound() throws {
    let hash = try SamplingHash(.md5, .dashed, identifiers: [Array("abc".utf8), []])
    let text = hash.digest(of: 0, round: 7).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    #expect(text == "2020f2b917c4a5ca7ec776b8da3a141b")
    #expect(hash.digest(of: 1, round: 7).count == 16)
  }

  /// Sorting a few places at a time gives the order of all digests.
  @Test(arguments: [1, 63, 64, 65, 300, 3000])
  func partsOfTheOrderAreTheOrder(nodes: Int) throws {
    let hash = try SamplingHash(.md5, .bigEndian, identifiers: Self.identifiers(nodes))
    let digests = (0..<nodes).map { hash.digest(of: $0, round: 5) }
    let expected = (0..<nodes).sorted { digests[$0].lexicographicallyPrecedes(digests[$1]) }
    #expect(Self.order(hash, round: 5) == expected)
    #expect(HashOrder(hash, round: 5).node(at: nodes) == nil)
  }

  /// Who is no candidate is left out, and nobody else.
  @Test func candidatesAreTheOrderOfTheView() throws {
    let hash = try SamplingHash(.md5, .dashed, identifiers: Self.identifiers(200))
    var view = PeerView(nodes: 200, joined: Array(0..<200).filter { $0 % 3 != 0 })
    for node in stride(from: 1, to: 200, by: 3) { view.see(node, round: node) }
    view.register(7, .init(counter: 2, hasJoined: false))
    let order = HashOrder(hash, round: 110)
    var candidates = Candidates(order, view, window: 100)
    var found: [Int] = []
    while let node = candidates.next() { found.append(node) }
    // Of the nodes 1, 4, 7, ... those seen in round 10 or later.
    let expected = Self.order(hash, round: 110).filter { $0 % 3 == 1 && $0 >= 10 }
    #expect(found == expected)
    #expect(found.count == 64)
  }

  @Test func equalIdentifiersAreRefused() {
    #expect(throws: TrainingError("nodes 1 and 2 have the same identifier, 0a0b in base 16")) {
      try SamplingHash(.md5, .dashed, identifiers: [[1], [10, 11], [10, 11]])
    }
  }

  static let reference = """
    md5,dashed,0,16 12 1 8 0 18 13 17 14 9 7 19 15 2 10 6 3 5 11 4
    md5,dashed,1,6 17 7 2 3 19 1 11 4 13 5 14 0 12 8 9 15 18 10 16
    md5,dashed,7,9 5 13 12 4 14 6 16 0 17 1 18 2 19 15 3 7 8 11 10
    md5,dashed,1000,9 15 0 3 6 10 5 2 1 12 18 7 16 11 19 8 17 4 13 14
    md5,dashed,123456789,15 11 13 10 17 8 5 14 1 0 19 6 2 12 9 18 4 3 7 16
    md5,big-endian,0,7 5 17 12 3 1 2 9 0 10 4 13 11 16 15 8 18 6 19 14
    md5,big-endian,1,9 4 5 18 15 6 8 12 14 11 1 7 3 16 10 0 19 17 13 2
    md5,big-endian,7,17 12 3 2 7 15 8 6 10 4 11 16 18 13 19 1 14 5 9 0
    md5,big-endian,1000,4 19 5 2 3 9 1 8 12 6 18 16 15 14 11 13 0 7 10 17
    md5,big-endian,123456789,0 9 12 5 1 19 17 13 8 7 11 2 14 4 18 6 10 16 3 15
    sha256,dashed,0,14 7 19 16 12 8 0 17 18 15 2 1 9 10 5 11 6 3 13 4
    sha256,dashed,1,2 15 13 16 9 0 11 17 12 8 19 14 5 10 7 18 3 1 4 6
    sha256,dashed,7,16 14 10 8 1 0 7 5 17 11 12 6 4 19 9 15 13 2 18 3
    sha256,dashed,1000,19 7 10 1 2 15 17 12 11 4 0 16 13 6 14 3 9 18 5 8
    sha256,dashed,123456789,8 7 18 4 6 16 12 1 13 10 9 2 14 11 17 5 19 15 0 3
    sha256,big-endian,0,10 2 9 3 5 0 18 14 16 12 13 1 8 4 19 17 15 11 7 6
    sha256,big-endian,1,10 6 14 3 7 1 16 5 15 19 2 9 0 12 17 4 13 18 8 11
    sha256,big-endian,7,11 7 1 13 4 0 16 2 17 5 9 10 8 3 14 15 6 19 12 18
    sha256,big-endian,1000,12 16 6 5 18 17 3 7 2 1 0 13 4 14 9 19 10 11 15 8
    sha256,big-endian,123456789,6 15 9 2 10 3 18 19 5 1 7 11 8 13 17 14 16 0 12 4
    """
}
