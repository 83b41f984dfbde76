import LinearAlgebra

/// The binary version of CIFAR-10: records of a label's byte and 3072 pixels, 32 x 32 of red, of green and of blue.
///
/// Source: A. Krizhevsky, Learning multiple layers of features from tiny images, 2009 (the data set's page).
public enum CIFARFile {
  public static let pixels = 3072
  private static let record = 1 + pixels

  /// The records of some files, one after the other; a feature is a pixel over 255.
  ///
  /// - Throws: `DataFileError` with the byte that is wrong.
  public static func samples<Real: PackedScalar>(
    _ files: [DataFile], as scalar: Real.Type = Real.self
  ) throws(DataFileError) -> ClassifiedSamples<Real> {
    precondition(!files.isEmpty, "no file")
    var (features, labels) = ([Real](), [Int]())
    for file in files {
      let whole = file.bytes.count / record
      guard whole > 0 && file.bytes.count % record == 0 else {
        throw file.error(
          .byte(file.bytes.count),
          "the file ends here, in record \(whole + 1); whole records of \(record) bytes are expected")
      }
      labels += try PixelSamples.labels(file, at: stride(from: 0, to: file.bytes.count, by: record), classes: 10)
      for start in stride(from: 0, to: file.bytes.count, by: record) {
        features += PixelSamples.features(file.bytes[start + 1..<start + record])
      }
    }
    return ClassifiedSamples(features: features, labels: labels, dimension: pixels, classes: 10)
  }
}
