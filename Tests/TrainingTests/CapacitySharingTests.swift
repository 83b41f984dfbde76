import Simulation
import Testing
import Training

/// Numbers that are worked out by hand are powers of two and small integers, so that they are exact.
@Suite struct CapacitySharingTests {
  /// A world in which a message is its own number, and the moments at which each arrives.
  static func arrivals(_ world: World<Int>) -> [Int: Double] {
    var arrivals: [Int: Double] = [:]
    while let (_, what) = world.next() {
      if case .message(let number, _) = what { arrivals[number] = world.now }
    }
    return arrivals
  }

  static func world(_ capacities: [(Double, Double)], latency: Double = 0, churn: [ChurnEvent] = []) throws -> World<
    Int
  > {
    World(
      try TrainingEnvironment(
        profiles: capacities.map { NodeProfile(secondsPerStep: 0, upload: $0.0, download: $0.1) },
        latency: MessageLatency(seconds: latency),
        availability: Availability(ChurnSchedule(churn, nodes: capacities.count))))
  }

  /// 100 and 300 bytes over an upload of 100 bytes per second: each at 50 until the first is over at 2 s; the other has 200
  /// left and the whole upload.
  @Test func twoTransfersShareAnUpload() throws {
    let world = try Self.world([(100, 1000), (1, 1000), (1, 1000)], latency: 0.5)
    world.send(1, from: 0, to: 1, .init(model: 100))
    world.send(2, from: 0, to: 2, .init(model: 300))
    #expect(Self.arrivals(world) == [1: 2.5, 2: 4.5])
    #expect(world.ledger.bytes(of: 0) == 400)
    #expect(world.ledger.modelsByNode == [2, 0, 0])
  }

  /// Into a download of 64: at 32 each, whatever the upload of 1024; what the slow sender, at 16, does not use is not given
  /// to the other. The fast one's 64 bytes take 2 s, then the slow one, still at 16, ends its 64 after 4 s.
  @Test func aDownloadIsSharedEqually() throws {
    let world = try Self.world([(1024, 1), (16, 1), (1, 64)])
    world.send(1, from: 0, to: 2, .init(model: 64))
    world.send(2, from: 1, to: 2, .init(model: 64))
    #expect(Self.arrivals(world) == [1: 2, 2: 4])
  }

  /// A transfer that starts later slows the first one down: 100 bytes alone for 0.5 s at 100, 50 left at 50 per second.
  @Test func aLaterTransferSlowsTheFirstOneDown() throws {
    let world = try Self.world([(100, .infinity), (1, .infinity), (1, .infinity)])
    world.send(1, from: 0, to: 1, .init(model: 100))
    world.remind(0, of: 9, after: 0.5)
    var arrivals: [Int: Double] = [:]
    while let (_, what) = world.next() {
      switch what {
      case .alarm: world.send(2, from: 0, to: 2, .init(model: 100))
      case .message(let number, _): arrivals[number] = world.now
      case .presence: Issue.record("nobody comes or goes")
      }
    }
    // The second has 50 left at 1.5 s and the upload to itself.
    #expect(arrivals == [1: 1.5, 2: 2])
  }

  @Test func withoutLimitsOnlyLatencyCounts() throws {
    let world = try Self.world([(.infinity, 1), (1, .infinity)], latency: 0.25)
    world.send(1, from: 0, to: 1, .init(model: 1e9))
    // To oneself at once and for nothing; what carries no model waits for no capacity.
    world.send(2, from: 0, to: 0, .init(model: 1e9))
    world.send(3, from: 1, to: 0, .init(control: 1e9))
    #expect(Self.arrivals(world) == [1: 0.25, 2: 0, 3: 0.25])
    #expect(world.ledger.bytes(.model) == 1e9)
    #expect(world.ledger.messages == 2)
  }

  /// Drawn transfers between six nodes: no node ever sends or receives more than it can, each rate is the share that the
  /// definition gives, and what is moved adds up to what was to be moved.
  @Test func bytesAreConserved() {
    var stream = NodeStream(seed: 5, purpose: .trainingPeer, node: 0)
    let uploads = (0..<6).map { 100.0 + 37 * Double($0) }
    let downloads = (0..<6).map { 300.0 - 41 * Double($0) }
    var sharing = CapacitySharing(uploads: uploads, downloads: downloads)
    var changed: [Int] = []
    var (now, moved, total) = (0.0, 0.0, 0.0)
    var integral: [Int: Double] = [:]
    var active: [Int] = []
    for step in 0..<2000 {
      let next = active.min { sharing.transfers[$0]!.end < sharing.transfers[$1]!.end }
      let pause = now + stream.uniform()
      let isEnd = next.map { sharing.transfers[$0]!.end <= pause } ?? false
      let time = isEnd ? sharing.transfers[next!]!.end : pause
      for number in active { integral[number]! += sharing.transfers[number]!.rate * (time - now) }
      now = time
      if isEnd || (step % 10 == 9 && !active.isEmpty) {
        let number = isEnd ? next! : active[stream.integer(below: active.count)]
        let bytes = sharing.remove(number, at: now, changed: &changed)
        #expect(abs(bytes - integral[number]!) < 1e-6 * max(1, bytes))
        moved += bytes
        total += integral[number]!
        active.removeAll { $0 == number }
      } else {
        let sender = stream.integer(below: 6)
        let receiver = (sender + 1 + stream.integer(below: 5)) % 6
        let number = sharing.start(
          from: sender, to: receiver, bytes: 500 * stream.uniform(), at: now, changed: &changed)
        integral[number] = 0
        active.append(number)
      }
      for node in 0..<6 {
        let outgoing = active.filter { sharing.transfers[$0]!.sender == node }
        let incoming = active.filter { sharing.transfers[$0]!.receiver == node }
        #expect(outgoing.reduce(0) { $0 + sharing.transfers[$1]!.rate } <= uploads[node] * (1 + 1e-12))
        #expect(incoming.reduce(0) { $0 + sharing.transfers[$1]!.rate } <= downloads[node] * (1 + 1e-12))
        for number in outgoing {
          let receiver = sharing.transfers[number]!.receiver
          let others = active.count { sharing.transfers[$0]!.receiver == receiver }
          #expect(
            sharing.transfers[number]!.rate
              == min(uploads[node] / Double(outgoing.count), downloads[receiver] / Double(others)))
        }
      }
    }
    #expect(abs(moved - total) < 1e-6 * total)
    #expect(moved > 1e5)
  }

  /// The sender goes after 1 s of 4: a quarter has left it, and the transfer beside it gets its share from then on.
  @Test func aNodeThatGoesCutsItsTransfers() throws {
    let world = try Self.world(
      [(100, .infinity), (100, .infinity), (1, 100)], churn: [ChurnEvent(.crash, node: 0, at: 1)])
    world.send(1, from: 0, to: 2, .init(model: 200))
    world.send(2, from: 1, to: 2, .init(model: 200, view: 50))
    #expect(Self.arrivals(world) == [2: 3])
    #expect(world.lostModels == 1)
    #expect(world.ledger.bytes(.model, of: 0) == 50)
    #expect(world.ledger.bytes(.view, of: 1) == 50)
    #expect(world.ledger.modelsByNode == [0, 1, 0])
  }

  /// What has left a node arrives without it; what arrives where nobody is, is lost; and alarms go with their node.
  @Test func messagesUnderWayArrive() throws {
    let world = try Self.world(
      [(.infinity, .infinity), (.infinity, .infinity)], latency: 2,
      churn: [
        ChurnEvent(.crash, node: 0, at: 1), ChurnEvent(.join, node: 0, at: 1.5), ChurnEvent(.crash, node: 1, at: 3),
      ])
    world.send(1, from: 0, to: 1, .init(model: 8))
    world.remind(0, of: 9, after: 1.75)
    var seen: [String] = []
    while let (node, what) = world.next() {
      switch what {
      case .message(let number, let sender): seen.append("\(number) from \(sender) to \(node) at \(world.now)")
      case .alarm(let number): seen.append("alarm \(number)")
      case .presence(let kind):
        seen.append("\(kind.rawValue) \(node)")
        if kind == .join { world.send(2, from: 0, to: 1, .init(model: 8)) }
        // Nobody is there to accept it.
        if node == 1 { world.send(3, from: 0, to: 1, .init(model: 8)) }
      }
    }
    #expect(seen == ["crash 0", "join 0", "1 from 0 to 1 at 2.0", "crash 1"])
    #expect(world.lostModels == 2)
    #expect(world.ledger.modelsByNode == [2, 0])
  }
}
