/// Transfers under way that share their ends' capacities.
///
/// A transfer from i to j moves min(U_i / outgoing_i, D_j / incoming_j) bytes per second, with U_i the upload of i and
/// outgoing_i the number of transfers that leave it, D_j and incoming_j likewise. What one of them cannot use is not given
/// to the others. Rates change only when a transfer starts or ends.
///
/// A transfer has a number from its start to its end; numbers are taken again.
///
/// - Complexity: a start or an end takes time in proportion to the transfers that leave its sender or enter its receiver.
package struct CapacitySharing {
  package struct Transfer {
    package let sender: Int
    package let receiver: Int
    package let bytes: Double
    /// Bytes still to move at `updated`.
    package fileprivate(set) var remaining: Double
    /// In bytes per second.
    package fileprivate(set) var rate = 0.0
    package fileprivate(set) var updated: Double
    /// When it ends unless rates change.
    package fileprivate(set) var end = Double.infinity
    /// Where it stands in the lists of its ends.
    fileprivate var outgoingPlace: Int
    fileprivate var incomingPlace: Int
  }

  private let uploads: [Double]
  private let downloads: [Double]
  package private(set) var transfers: [Transfer?] = []
  private var free: [Int] = []
  private(set) var outgoing: [[Int]]
  private(set) var incoming: [[Int]]

  package init(uploads: [Double], downloads: [Double]) {
    self.uploads = uploads
    self.downloads = downloads
    outgoing = Array(repeating: [], count: uploads.count)
    incoming = outgoing
  }

  /// - Parameter changed: gets the numbers of the transfers whose end moved, this one among them.
  /// - Returns: the transfer's number.
  /// - Precondition: one of the two capacities is finite.
  package mutating func start(
    from sender: Int, to receiver: Int, bytes: Double, at now: Double, changed: inout [Int]
  ) -> Int {
    precondition(min(uploads[sender], downloads[receiver]).isFinite, "a transfer without limits")
    let transfer = Transfer(
      sender: sender, receiver: receiver, bytes: bytes, remaining: bytes, updated: now,
      outgoingPlace: outgoing[sender].count, incomingPlace: incoming[receiver].count)
    let number: Int
    if let last = free.popLast() {
      number = last
      transfers[number] = transfer
    } else {
      number = transfers.count
      transfers.append(transfer)
    }
    outgoing[sender].append(number)
    incoming[receiver].append(number)
    share(sender, receiver, at: now, &changed)
    return number
  }

  /// Takes a transfer out, finished or not.
  ///
  /// - Returns: the bytes that it moved: all of them at its end.
  package mutating func remove(_ number: Int, at now: Double, changed: inout [Int]) -> Double {
    guard let transfer = transfers[number] else { preconditionFailure("transfer \(number) does not exist") }
    transfers[number] = nil
    free.append(number)
    if let moved = outgoing[transfer.sender].swapRemove(transfer.outgoingPlace) {
      transfers[moved]!.outgoingPlace = transfer.outgoingPlace
    }
    if let moved = incoming[transfer.receiver].swapRemove(transfer.incomingPlace) {
      transfers[moved]!.incomingPlace = transfer.incomingPlace
    }
    share(transfer.sender, transfer.receiver, at: now, &changed)
    if now >= transfer.end { return transfer.bytes }
    return min(transfer.bytes, transfer.bytes - transfer.remaining + transfer.rate * (now - transfer.updated))
  }

  private mutating func share(_ sender: Int, _ receiver: Int, at now: Double, _ changed: inout [Int]) {
    for number in outgoing[sender] { update(number, at: now, &changed) }
    for number in incoming[receiver] where transfers[number]!.sender != sender { update(number, at: now, &changed) }
  }

  private mutating func update(_ number: Int, at now: Double, _ changed: inout [Int]) {
    var transfer = transfers[number]!
    let rate = min(
      uploads[transfer.sender] / Double(outgoing[transfer.sender].count),
      downloads[transfer.receiver] / Double(incoming[transfer.receiver].count))
    if rate == transfer.rate { return }
    transfer.remaining = max(0, transfer.remaining - transfer.rate * (now - transfer.updated))
    transfer.updated = now
    transfer.rate = rate
    transfer.end = now + transfer.remaining / rate
    transfers[number] = transfer
    changed.append(number)
  }
}

extension [Int] {
  /// Removes an element by putting the last one into its place; returns that one when it moved.
  fileprivate mutating func swapRemove(_ place: Int) -> Int? {
    let last = removeLast()
    if place == count { return nil }
    self[place] = last
    return last
  }
}
