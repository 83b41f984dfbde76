import Foundation
import Synchronization

/// A bar on standard error, drawn only on a terminal and only for work that takes a while.
final class ProgressBar: Sendable {
  private struct State {
    var lastFraction = 0.0
    var lastDrawn: Date
    var isVisible = false
  }

  private let isEnabled = isatty(STDERR_FILENO) == 1
  private let label: String
  private let state = Mutex(State(lastDrawn: Date()))

  init(label: String) { self.label = label }

  func update(_ fraction: Double) {
    guard isEnabled else { return }
    state.withLock { state in
      let now = Date()
      guard fraction > state.lastFraction, now.timeIntervalSince(state.lastDrawn) > 0.3 else { return }
      state.lastFraction = fraction
      state.lastDrawn = now
      state.isVisible = true
      let filled = Int(fraction * 30)
      let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: 30 - filled)
      try? FileHandle.standardError.write(contentsOf: Data("\r\u{1B}[K\(label) [\(bar)] \(Int(fraction * 100)) %".utf8))
    }
  }

  /// Clears the line.
  func finish() {
    state.withLock { state in
      if state.isVisible { try? FileHandle.standardError.write(contentsOf: Data("\r\u{1B}[K".utf8)) }
    }
  }
}
