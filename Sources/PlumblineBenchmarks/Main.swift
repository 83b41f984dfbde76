import Foundation

/// `plumbline-bench`: times against peers that are measured in the same run. `make bench` prepares the peers.
@main
struct Benchmarks {
  static func main() {
    if CommandLine.arguments.dropFirst() == ["--many-pending"] { return EventBenchmark.printManyPending() }
    do {
      let peer = Peer(python: try option("--python"), folder: try option("--peers"))
      print("| task | Plumbline | peer | peer / Plumbline | goal |")
      print("|---|---|---|---|---|")
      // Sampling first: its peak memory is read before anything else has grown the process.
      let suites: [(Peer) throws -> [Row]] = [
        SampledBenchmark.rows, MomentsBenchmark.rows, RationalBenchmark.rows, LawBenchmark.rows, VoteBenchmark.rows,
        EventBenchmark.rows, GossipBenchmark.rows, PerceptronBenchmark.rows, PlexusBenchmark.rows,
      ]
      var memory: String?
      for suite in suites {
        for row in try suite(peer) { print(row.text) }
        memory = memory ?? SampledBenchmark.peakMemory
      }
      print("\nPeak memory of the sampled runs: \(memory!). One thread each; best of several runs in turns.")
      print(try EventBenchmark.manyPendingLine(), terminator: "")
      print(try GossipBenchmark.scalingLine(), terminator: "")
      print(try PlexusBenchmark.largeLine(), terminator: "")
      if !peer.has("torch") { print("The peers' Python has no PyTorch, so its row is left out.") }
    } catch {
      FileHandle.standardError.write(Data("plumbline-bench: error: \(error)\n".utf8))
      exit(2)
    }
  }

  private static func option(_ name: String) throws -> String {
    let words = CommandLine.arguments
    guard let index = words.firstIndex(of: name), index + 1 < words.count else {
      throw BenchmarkError(message: "usage: plumbline-bench --python PYTHON --peers FOLDER (make bench does it)")
    }
    return words[index + 1]
  }
}
