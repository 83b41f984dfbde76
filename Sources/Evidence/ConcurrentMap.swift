import Dispatch
import Synchronization

/// `[body(0), ..., body(count - 1)]`, computed on up to `jobs` threads.
package func mapConcurrently<Result: Sendable>(
  count: Int, jobs: Int, _ body: @escaping @Sendable (Int) -> Result
) -> [Result] {
  let results = Mutex([Result?](repeating: nil, count: count))
  let next = Atomic(0)
  DispatchQueue.concurrentPerform(iterations: min(jobs, max(count, 1))) { _ in
    while true {
      let index = next.add(1, ordering: .relaxed).oldValue
      if index >= count { return }
      let result = body(index)
      results.withLock { $0[index] = result }
    }
  }
  return results.withLock { $0.map { $0! } }
}
