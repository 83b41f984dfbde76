/// What a random stream is drawn for. Streams of one seed with different purposes are independent; the
/// numbers are part of the results' reproducibility and never change meaning.
///
/// Numbers stay below 2^8: a `RandomDraw` keeps the rest of its counter's fourth word for itself.
public enum StreamPurpose: UInt32, Sendable, CaseIterable {
  case gradientNoise = 1
  case centres = 2
  case rotation = 3
  case algorithm = 4
  /// How long a computation takes, or whether it completes in a slot.
  case computing = 5
  /// Whether a transmission over a link succeeds.
  case link = 6
  /// The state that a link's successes depend on.
  case linkState = 7
  /// The noise that a receiver adds.
  case receiverNoise = 8
  /// The steps of tokens that walk at random.
  case tokenRoute = 9
  /// Which node wakes, and whom it talks to.
  case waking = 10
  /// Which samples a mini-batch takes.
  case miniBatch = 11
  /// Synthetic samples: features, the separator and flipped labels.
  case samples = 12
  /// Which node gets which sample.
  case partition = 13
  /// A synthetic federation: clients' models, sizes and samples.
  case federation = 14
  /// Where the training of a network starts.
  case initialWeights = 15
  /// Which mixing matrix acts.
  case mixing = 16
  /// Which clients take part in a round.
  case participation = 17
  /// Whether a client pauses, and for how long.
  case suspension = 18
  /// Which samples a client's local steps take in federated training.
  case localBatch = 20
  /// Which clients a server picks.
  case clientSample = 21
  /// Which peer a node of a federation talks to, and when it starts.
  case trainingPeer = 22
}
