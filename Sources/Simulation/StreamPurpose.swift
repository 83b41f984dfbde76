/// What a random stream is drawn for. Streams of one seed with different purposes are independent; the
/// numbers are part of the results' reproducibility and never change meaning.
public enum StreamPurpose: UInt32, Sendable {
  case gradientNoise = 1
  case centres = 2
  case rotation = 3
  case algorithm = 4
  /// The steps of tokens that walk at random.
  case tokenRoute = 8
}
