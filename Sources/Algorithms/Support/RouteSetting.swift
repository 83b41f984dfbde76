import ExactArithmetic
import Networks

/// An algorithm whose models travel along a route.
public protocol TravellingModels {
  /// The nodes that each of them visits in the run.
  var visits: TokenVisits { get }
}

extension TravellingModels where Self: Algorithm {
  /// Whether the route was drawn.
  public var isRouteRandom: Bool { ["walk", "metropolis"].contains(settings.word("route")) }

  /// The visits with another seed.
  public func redrawnVisits(seed: UInt64) -> TokenVisits? {
    var surroundings = settings.surroundings
    surroundings.seed = seed
    return try? RouteSetting.visits(settings.moved(to: surroundings), mixing, tokens: visits.tokens)
  }
}

/// The route of travelling models.
enum RouteSetting {
  enum Kind: String, CaseIterable {
    case tour, cycle, walk, metropolis
  }

  static let parameters = [
    Parameter(
      "route", .word(Kind.allCases.map(\.rawValue)), fallback: .word(Kind.tour.rawValue),
      "how a model travels: depth-first tour, the network's given cycle, uniform walk, Metropolis-Hastings walk")
  ]

  /// The visits of a run, drawn from the seed where the route is random.
  ///
  /// - Throws: `AlgorithmError` when there is no such route on the network.
  static func visits(
    _ settings: AlgorithmSettings, _ network: MixingMatrix, tokens: Int
  ) throws(AlgorithmError) -> TokenVisits {
    do throws(NetworkError) {
      return try route(settings, network.graph).visits(tokens: tokens, slots: settings.surroundings.slots)
    } catch {
      throw AlgorithmError(error.message)
    }
  }

  private static func route(
    _ settings: AlgorithmSettings, _ graph: Graph
  ) throws(NetworkError) -> any TokenRoute {
    switch Kind(rawValue: settings.word("route"))! {
    case .tour: return try PeriodicRoute(tourOf: graph)
    case .cycle:
      guard let cycle = settings.surroundings.cycle else { throw NetworkError("the route 'cycle' needs network.cycle") }
      return try PeriodicRoute(cycle, on: graph)
    case .walk: return DrawnWalk(try RandomWalk(graph, rule: .uniform), seed: settings.surroundings.seed)
    case .metropolis: return DrawnWalk(try RandomWalk(graph, rule: .metropolis), seed: settings.surroundings.seed)
    }
  }
}
