import ExactArithmetic
import Theorems

// Deliberately wrong catalogue entries: a checker that certifies one of these is broken.

/// C1 without its heterogeneity term: claims that only noise drives the nodes apart.
struct ConsensusWithoutHeterogeneity: Theorem {
  let identifier = "wrong.consensus"
  let statement = "(1/T) sum D_t <= (4 (1-p) eta^2/p) sigma^2"
  let origin = Provenance.transcribed
  let citation = Citation(key: "nobody", reference: "a theorem that is wrong on purpose")
  let derivation = "the topology's heterogeneity term is left out"
  let leftSide = LeftSide(.consensusDistance, .average)
  let quantities: [Quantity] = [.iterations, .stepSize, .smoothness, .noiseVariance, .heterogeneity, .mixingRate]
  let hypotheses = DSGDAssumptions.network + [DSGDAssumptions.stepSize]

  func rightSide<S: Scalar>(_ v: Values<S>) -> [Term<S>] {
    DSGDAssumptions.deviation(v).filter { $0.name == "topologyNoise" }
  }
}

/// C1 as it is, for comparison: true.
struct Consensus: Theorem {
  let identifier = "right.consensus"
  let statement = "(1/T) sum D_t <= C1"
  let origin = Provenance.derived
  let citation = Citation(key: "nobody", reference: "deviation lemma C1")
  let derivation = "deviation lemma C1"
  let leftSide = LeftSide(.consensusDistance, .average)
  let quantities: [Quantity] = [.iterations, .stepSize, .smoothness, .noiseVariance, .heterogeneity, .mixingRate]
  let hypotheses = DSGDAssumptions.network + [DSGDAssumptions.stepSize]

  func rightSide<S: Scalar>(_ v: Values<S>) -> [Term<S>] { DSGDAssumptions.deviation(v) }
}
