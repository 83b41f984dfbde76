/// What a queue hands out: a moment, a node, and whatever was pushed with them.
@frozen public struct Event<Payload> {
  /// In the units of whoever pushed it.
  public let time: Double
  public let node: Int
  /// How many events had been pushed before this one.
  public let sequence: UInt64
  public let payload: Payload

  @inlinable @inline(__always)
  init(_ key: EventKey, _ payload: Payload) {
    time = key.time
    node = key.node
    sequence = key.sequence
    self.payload = payload
  }
}

extension Event: Sendable where Payload: Sendable {}
extension Event: Equatable where Payload: Equatable {}

/// The pending events of a simulation, in one total order: by time, then by node, then in the order of pushing.
///
/// Nothing else decides: neither addresses nor hashes nor threads, so a run is a function of what is pushed.
///
/// An implicit heap with four children to a node, which are one line of the processor's cache. A pop leaves its hole at
/// the root for the push that usually follows, so that handling an event and scheduling the next one sinks one key, not
/// two. Cancelled events stay in it until their time comes; whoever cancels marks the payload.
///
/// - Complexity: `push` and `pop` O(log n) comparisons, none of them a branch on the data; `nextTime` O(1). Memory is 16
///   bytes and a payload for each of at most max(64, 4 n) slots, n the number pending: it shrinks as well as grows.
///
/// Source: D. B. Johnson, "Priority queues with update and finding minimum spanning trees", Inf. Process. Lett. 4, 1975,
/// for the heap; D. W. Jones, "An empirical comparison of priority-queue and event-set implementations", CACM 29, 1986,
/// for the hold model by which such queues are compared.
@frozen public struct EventQueue<Payload>: ~Copyable {
  // Safety: `keys` and `payloads` have `capacity` slots each. Slots 0 ..< `size` hold keys; the same slots hold payloads,
  // except slot 0 while `hasHole`. The rest of the last group of four that has begun holds the key `none`; it exists,
  // because `capacity` is 1 plus a multiple of 4. Slots after it are not touched, so that they cost no memory. Every index
  // below comes from these bounds; nothing else in the module touches the pointers, and the queue, which cannot be copied,
  // frees them.
  @usableFromInline var keys: UnsafeMutablePointer<EventKey>
  @usableFromInline var payloads: UnsafeMutablePointer<Payload>
  @usableFromInline package private(set) var capacity: Int
  /// Slots in use, with the hole.
  @usableFromInline var size = 0
  /// Whether the event at the root has been popped and nothing has taken its place.
  @usableFromInline var hasHole = false
  @usableFromInline var sequence: UInt64 = 0
  /// The smallest number of slots to keep.
  @usableFromInline let floor: Int

  /// An empty queue.
  ///
  /// - Parameter minimumCapacity: the number of pending events that it is ready for and keeps the memory of.
  public init(minimumCapacity: Int = 0) {
    precondition(minimumCapacity >= 0, "a queue for \(minimumCapacity) events")
    floor = Self.slots(for: max(minimumCapacity, 61))
    capacity = floor
    keys = Self.allocateKeys(capacity)
    payloads = .allocate(capacity: capacity)
  }

  deinit {
    if hasHole {
      (payloads + 1).deinitialize(count: size - 1)
    } else {
      payloads.deinitialize(count: size)
    }
    payloads.deallocate()
    Self.deallocateKeys(keys)
  }

  /// The number of pending events.
  @inlinable
  public var count: Int { size &- (hasHole ? 1 : 0) }

  @inlinable
  public var isEmpty: Bool { count == 0 }

  /// The number of events that were ever pushed.
  @inlinable
  public var pushes: UInt64 { sequence }

  /// The time of the first event; `nil` when nothing is pending.
  @inlinable
  public var nextTime: Double? {
    if isEmpty { return nil }
    return (hasHole ? keys[smallest(from: 1)] : keys[0]).time
  }

  /// Adds an event.
  ///
  /// - Precondition: a finite time; `node` in 0 ..< 2^24; fewer than 2^40 pushes before this one.
  @inlinable
  public mutating func push(_ payload: Payload, at time: Double, node: Int) {
    let key = EventKey(time: time, node: node, sequence: sequence)
    sequence &+= 1
    if hasHole {
      hasHole = false
      sink(key, payload)
      return
    }
    if size == capacity { resize(to: 2 * capacity - 1) }
    // Lift the hole at the end to where the key belongs.
    var slot = size
    size &+= 1
    if slot & 3 == 1 { (keys + size).initialize(repeating: .none, count: 3) }
    while slot > 0 {
      let parent = (slot &- 1) &>> 2
      if keys[parent] < key { break }
      keys[slot] = keys[parent]
      (payloads + slot).moveInitialize(from: payloads + parent, count: 1)
      slot = parent
    }
    keys[slot] = key
    (payloads + slot).initialize(to: payload)
  }

  /// Removes the first event; `nil` when nothing is pending.
  @inlinable
  public mutating func pop() -> Event<Payload>? {
    if hasHole { closeHole() }
    if size == 0 { return nil }
    hasHole = true
    return Event(keys[0], payloads.move())
  }

  /// Removes the first event if it happens at `time` or earlier.
  @inlinable
  public mutating func pop(through time: Double) -> Event<Payload>? {
    guard let next = nextTime, next <= time else { return nil }
    return pop()
  }

  /// Removes everything; numbering goes on.
  public mutating func removeAll() {
    while pop() != nil {}
    closeHole()
  }

  /// Fills the hole at the root with the last event.
  @inlinable
  mutating func closeHole() {
    guard hasHole else { return }
    hasHole = false
    size &-= 1
    let last = keys[size]
    keys[size] = .none
    if size > 0 { sink(last, (payloads + size).move()) }
    if size &* 4 < capacity && capacity > floor { resize(to: max(floor, (capacity + 1) / 2)) }
  }

  /// Puts an event into the hole at the root, or below it: what is smaller moves up.
  @inlinable @inline(__always)
  mutating func sink(_ key: EventKey, _ payload: Payload) {
    let (keys, payloads, size) = (self.keys, self.payloads, self.size)
    var slot = 0
    while true {
      let first = slot &* 4 &+ 1
      if first >= size { break }
      let child = smallest(from: first)
      let smallest = keys[child]
      if key < smallest { break }
      keys[slot] = smallest
      (payloads + slot).moveInitialize(from: payloads + child, count: 1)
      slot = child
    }
    keys[slot] = key
    (payloads + slot).initialize(to: payload)
  }

  /// The slot of the smallest of the four keys from `first` on. A missing key is above all others.
  @inlinable @inline(__always)
  func smallest(from first: Int) -> Int {
    let a = keys + first
    let left = a[1] < a[0] ? 1 : 0
    let right = a[3] < a[2] ? 3 : 2
    return first &+ (a[right] < a[left] ? right : left)
  }

  /// Moves to storage of another size, first the keys and then the payloads, so that not both are there twice at once.
  @usableFromInline
  mutating func resize(to newCapacity: Int) {
    let newKeys = Self.allocateKeys(newCapacity)
    newKeys.initialize(from: keys, count: size)
    (newKeys + size).initialize(repeating: .none, count: Self.slots(for: size) - size)
    Self.deallocateKeys(keys)
    keys = newKeys
    let newPayloads = UnsafeMutablePointer<Payload>.allocate(capacity: newCapacity)
    newPayloads.moveInitialize(from: payloads, count: size)
    payloads.deallocate()
    payloads = newPayloads
    capacity = newCapacity
  }

  /// Stops when the heap is out of order or a missing key does not read as one.
  package func _checkInvariants() {
    precondition(capacity & 3 == 1 && capacity >= floor && size <= capacity)
    precondition(!hasHole || size > 0)
    for slot in stride(from: hasHole ? 5 : 1, to: size, by: 1) {
      precondition(keys[(slot - 1) / 4] < keys[slot], "slot \(slot) is before its parent")
    }
    for slot in stride(from: max(size, 1), to: Self.slots(for: size), by: 1) {
      precondition(keys[slot] == .none, "slot \(slot) beyond the last has a key")
    }
  }

  /// 1 plus the smallest multiple of 4 that is enough.
  private static func slots(for events: Int) -> Int { (max(events, 1) + 2) / 4 * 4 + 1 }

  /// Slot 1, where the first group of four begins, starts a line of 64 bytes, so each group fills one.
  private static func allocateKeys(_ capacity: Int) -> UnsafeMutablePointer<EventKey> {
    let bytes = UnsafeMutableRawPointer.allocate(byteCount: (capacity + 3) * 16, alignment: 64)
    return bytes.bindMemory(to: EventKey.self, capacity: capacity + 3) + 3
  }

  private static func deallocateKeys(_ keys: UnsafeMutablePointer<EventKey>) { (keys - 3).deallocate() }
}

// Safe: the queue owns its memory alone.
extension EventQueue: @unchecked Sendable where Payload: Sendable {}
