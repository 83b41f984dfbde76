/// Finding nodes that are there.
extension PlexusRun {
  /// Asks as many candidates as are wanted; without pings, takes them.
  func launch(_ search: Search) {
    if method.pingTimeout == nil {
      while search.chosen.count < search.wanted, let node = search.nextCandidate() { search.chosen.append(node) }
      return close(search)
    }
    for _ in 0..<search.wanted { askNext(search) }
    closeIfDone(search)
  }

  private func askNext(_ search: Search) {
    guard let node = search.nextCandidate() else { return }
    if node == search.owner {
      peers[node].view.see(node, round: search.round)
      search.chosen.append(node)
      return
    }
    search.waiting.append(node)
    world.send(.ping(search), from: search.owner, to: node, control)
    world.remind(search.owner, of: .silence(search, node: node), after: method.pingTimeout!)
  }

  /// A node is asked whether it is there.
  func answer(_ search: Search, at node: Int) {
    peers[node].view.see(node, round: search.round)
    world.send(.pong(search), from: node, to: search.owner, control)
  }

  /// A node has answered.
  func heard(_ search: Search, from node: Int) {
    guard search.isOpen, search.session == world.session[search.owner], search.stopWaiting(for: node) else { return }
    search.chosen.append(node)
    peers[search.owner].view.see(node, round: search.round)
    closeIfDone(search)
  }

  /// A node has not answered in time.
  func silence(of node: Int, _ search: Search) {
    guard search.isOpen, search.stopWaiting(for: node) else { return }
    incidents.silentPings += 1
    observe(.silent(node: node, round: search.round, time: world.now))
    askNext(search)
    closeIfDone(search)
  }

  private func closeIfDone(_ search: Search) {
    if search.chosen.count == search.wanted || search.waiting.isEmpty { close(search) }
  }

  private func close(_ search: Search) {
    search.isOpen = false
    switch search.purpose {
    case .sample(let model, let attempt): sendOut(search, model: model, attempt: attempt)
    case .aggregator(let model, let assignment):
      if let aggregator = search.chosen.first {
        contribute(model, of: assignment, from: search.owner, to: aggregator)
      } else {
        incidents.homelessModels += 1
      }
    }
  }
}
