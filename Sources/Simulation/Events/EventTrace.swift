/// What can happen to a node. The numbers are part of a trace's hash and never change meaning.
public enum EventKind: UInt8, Sendable, CaseIterable {
  /// A computation starts; the detail is its number.
  case started = 1
  /// A computation ends; the detail is its number.
  case completed = 2
  /// A computation is given up and starts again; the detail is the number of the new one.
  case restarted = 3
  /// A message leaves; the detail is the receiver.
  case sent = 4
  /// A message is received; the detail is the sender.
  case received = 5
  /// A message to the node is lost; the detail is the sender.
  case lost = 6
  /// The node's model is averaged with others; the detail is how many.
  case mixed = 7
  case joined = 8
  case left = 9
  case crashed = 10
}

/// One line of a trace.
public struct EventRecord: Sendable, Equatable {
  public let time: Double
  /// Node and kind: 24 and 8 bits.
  private let place: UInt32
  /// What `EventKind` says: another node, a number.
  public let detail: UInt32

  /// - Precondition: a finite time; `node` in 0 ..< 2^24, `detail` in 0 ..< 2^32.
  public init(time: Double, node: Int, kind: EventKind, detail: Int = 0) {
    precondition(time.isFinite, "an event at a time that is not finite")
    precondition((0..<1 << 24).contains(node), "an event of a node outside 0 ..< 2^24")
    precondition((0..<1 << 32).contains(detail), "a detail outside 0 ..< 2^32")
    // -0 is 0, for the hash as well.
    self.time = time + 0
    place = UInt32(node) | UInt32(kind.rawValue) << 24
    self.detail = UInt32(detail)
  }

  public var node: Int { Int(place & 0xFF_FFFF) }
  public var kind: EventKind { EventKind(rawValue: UInt8(place >> 24))! }

  /// Takes the record as 16 bytes: the bits of the time, then the node with the kind above it, then the detail, each with
  /// its least significant byte first.
  fileprivate func update(_ hash: inout SHA256) {
    hash.update(time)
    hash.update((0..<4).lazy.map { UInt8(truncatingIfNeeded: place >> (8 * $0)) })
    hash.update((0..<4).lazy.map { UInt8(truncatingIfNeeded: detail >> (8 * $0)) })
  }
}

/// What happened in a run, in the order of time: 16 bytes an event.
public struct EventTrace: Sendable, Equatable {
  public private(set) var records: [EventRecord] = []

  public init() {}

  /// Adds an event.
  ///
  /// - Precondition: not before the last one; a finite time, `node` in 0 ..< 2^24, `detail` in 0 ..< 2^32.
  public mutating func append(_ kind: EventKind, node: Int, at time: Double, detail: Int = 0) {
    precondition(records.last.map { $0.time <= time } ?? true, "an event at \(time) after a later one")
    records.append(EventRecord(time: time, node: node, kind: kind, detail: detail))
  }

  /// SHA-256 of the records, as 64 hexadecimal digits: the same on every machine.
  ///
  /// - Complexity: O(events).
  public var hash: String {
    var hash = SHA256()
    for record in records { record.update(&hash) }
    return hash.hexadecimal()
  }

  /// One hash for several runs: SHA-256 of the digits of their hashes, in order. With replicates in the order of their
  /// numbers it does not depend on which thread ran which.
  public static func hash(of traces: some Sequence<EventTrace>) -> String {
    var hash = SHA256()
    for trace in traces { hash.update(trace.hash) }
    return hash.hexadecimal()
  }

  /// A table of comma-separated values with the header `time,node,kind,detail`; times with as many digits as tell them from
  /// their neighbours.
  public var csv: String {
    // Asking an enumeration for its case's name takes much longer than a table of them.
    let names = Dictionary(uniqueKeysWithValues: EventKind.allCases.map { ($0, "\($0)") })
    var text = "time,node,kind,detail\n"
    for record in records { text += "\(record.time),\(record.node),\(names[record.kind]!),\(record.detail)\n" }
    return text
  }
}
