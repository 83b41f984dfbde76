import COpenSSL

/// The hash function whose values order the nodes in each round, computed by OpenSSL.
///
/// Only this file touches the library's pointers.
public final class SamplingHash {
  public enum Function: String, Sendable, CaseIterable {
    /// As in the authors' code. An order does not need a hash that nobody can find collisions of.
    case md5
    case sha256
  }

  /// What is hashed of an identifier and a round.
  public enum Format: String, Sendable, CaseIterable {
    /// The identifier, a dash and the round in decimal digits: as in the authors' code.
    case dashed
    /// The identifier and the round as 8 bytes, the highest first.
    case bigEndian = "big-endian"
  }

  public let nodes: Int
  private let format: Format
  /// All identifiers, one after the other, and where each starts.
  private let identifiers: [UInt8]
  private let starts: [Int]
  /// Bytes of the longest identifier.
  private let longest: Int
  private let digestSize: Int
  // Safety: both are made here, not nil, owned by this object alone, and freed with it.
  private let context: OpaquePointer
  private let function: OpaquePointer

  /// - Throws: `TrainingError` for an identifier that two nodes have, and when the library lacks the function.
  public init(_ function: Function, _ format: Format, identifiers: [[UInt8]]) throws(TrainingError) {
    var owners: [[UInt8]: Int] = [:]
    for (node, identifier) in identifiers.enumerated() {
      if let owner = owners.updateValue(node, forKey: identifier) {
        let text = identifier.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        throw TrainingError("nodes \(owner) and \(node) have the same identifier, \(text.shortened()) in base 16")
      }
    }
    guard let fetched = EVP_MD_fetch(nil, function.rawValue, nil) else {
      throw TrainingError("the cryptographic library has no \(function.rawValue)")
    }
    guard let context = EVP_MD_CTX_new() else { preconditionFailure("out of memory") }
    // Later starts take the function from the context, which saves a sixth of a digest's time.
    precondition(EVP_DigestInit_ex2(context, fetched, nil) == 1, "the cryptographic library failed")
    self.function = fetched
    self.context = context
    digestSize = Int(EVP_MD_get_size(fetched))
    self.format = format
    nodes = identifiers.count
    self.identifiers = identifiers.flatMap { $0 }
    longest = identifiers.map(\.count).max() ?? 0
    starts = identifiers.reduce(into: [0]) { $0.append($0.last! + $1.count) }
  }

  deinit {
    EVP_MD_CTX_free(context)
    EVP_MD_free(function)
  }

  /// The digest of a node in a round.
  public func digest(of node: Int, round: Int) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: digestSize)
    digests(of: node..<node + 1, round: round) { digest = Array($1) }
    return digest
  }

  /// The first 8 bytes of each node's digest, the highest first: where they differ they order like the digests.
  func heads(round: Int) -> [UInt64] {
    [UInt64](unsafeUninitializedCapacity: nodes) { heads, count in
      digests(of: 0..<nodes, round: round) { node, digest in
        heads.initializeElement(
          at: node, to: UInt64(bigEndian: UnsafeRawBufferPointer(digest).loadUnaligned(as: UInt64.self)))
      }
      count = nodes
    }
  }

  @inline(__always)
  private func digests(of nodes: Range<Int>, round: Int, _ body: (Int, UnsafeBufferPointer<UInt8>) -> Void) {
    precondition(nodes.lowerBound >= 0 && nodes.upperBound <= self.nodes, "nodes \(nodes) of \(self.nodes)")
    let suffix = suffix(round)
    var message = [UInt8](repeating: 0, count: longest + suffix.count)
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: digestSize) { digest in
      message.withUnsafeMutableBufferPointer { message in
        identifiers.withUnsafeBufferPointer { identifiers in
          for node in nodes {
            let length = starts[node + 1] - starts[node]
            for k in 0..<length { message[k] = identifiers[starts[node] + k] }
            for k in suffix.indices { message[length + k] = suffix[k] }
            let isDone =
              EVP_DigestInit_ex2(context, nil, nil) == 1
              && EVP_DigestUpdate(context, message.baseAddress, length + suffix.count) == 1
              && EVP_DigestFinal_ex(context, digest.baseAddress, nil) == 1
            precondition(isDone, "the cryptographic library failed")
            body(node, UnsafeBufferPointer(digest))
          }
        }
      }
    }
  }

  private func suffix(_ round: Int) -> [UInt8] {
    switch format {
    case .dashed: Array("-\(round)".utf8)
    case .bigEndian: (0..<8).map { UInt8(truncatingIfNeeded: round >> (56 - 8 * $0)) }
    }
  }
}
