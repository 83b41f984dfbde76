import LinearAlgebra

/// The format of MNIST and its relatives: a magic number, the sizes as big-endian 32-bit integers, and one byte a number.
///
/// Source: Y. LeCun, C. Cortes, C. J. C. Burges, The MNIST database of handwritten digits (the IDX format).
public enum IDXFile {
  /// Images and their labels; a feature is a pixel over 255, row by row.
  ///
  /// - Parameters:
  ///   - images: An idx3 file of unsigned bytes, not packed.
  ///   - labels: An idx1 file of unsigned bytes, as many as images.
  ///   - classes: Labels are 0 ..< `classes`: 10 for MNIST, 62 for EMNIST's unbalanced set.
  /// - Throws: `DataFileError` with the byte that is wrong.
  public static func samples<Real: PackedScalar>(
    images: DataFile, labels: DataFile, classes: Int = 10, as scalar: Real.Type = Real.self
  ) throws(DataFileError) -> ClassifiedSamples<Real> {
    let shape = try sizes(of: images, dimensions: 3, what: "images")
    let count = try sizes(of: labels, dimensions: 1, what: "labels")[0]
    guard count == shape[0] else {
      throw labels.error(.byte(4), "\(count) labels for the \(shape[0]) images of \(images.name)")
    }
    guard count > 0 && shape[1] > 0 && shape[2] > 0 else {
      throw images.error(.byte(4), "\(shape[0]) images of \(shape[1]) x \(shape[2]) pixels; at least one is expected")
    }
    let classOf = try PixelSamples.labels(labels, at: (8..<8 + count), classes: classes)
    return ClassifiedSamples(
      features: PixelSamples.features(images.bytes[16...]), labels: classOf, dimension: shape[1] * shape[2],
      classes: classes)
  }

  /// The sizes in the header, after which exactly their product of bytes follows.
  private static func sizes(of file: DataFile, dimensions: Int, what: String) throws(DataFileError) -> [Int] {
    let header = 4 + 4 * dimensions
    let magic = [0, 0, 8, UInt8(dimensions)]
    guard file.bytes.starts(with: magic) || file.bytes.count < 4 else {
      throw file.error(
        .byte(0),
        "the magic number is \(word(file, 0)), expected \(0x800 + dimensions) (idx\(dimensions) \(what) of unsigned bytes)"
      )
    }
    guard file.bytes.count >= header else {
      throw file.error(.byte(file.bytes.count), "the file ends in its header of \(header) bytes")
    }
    let sizes = (0..<dimensions).map { word(file, 4 + 4 * $0) }
    // Each is below 2^32: no product of three of them that is cut at 2^62 wraps.
    let body = sizes.reduce(1) { min($0, 1 << 31) * min($1, 1 << 31) }
    guard file.bytes.count - header >= body else {
      throw file.error(
        .byte(file.bytes.count),
        "the file ends here; \(sizes.map(String.init).joined(separator: " x ")) bytes after the header are expected")
    }
    guard file.bytes.count - header == body else {
      throw file.error(
        .byte(header + body), "\(file.bytes.count - header - body) bytes more than the header's sizes tell")
    }
    return sizes
  }

  private static func word(_ file: DataFile, _ place: Int) -> Int {
    file.bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
  }
}

/// What the formats of images have in common.
enum PixelSamples {
  /// Pixels over 255.
  @_specialize(where Real == Float)
  @_specialize(where Real == Double)
  static func features<Real: PackedScalar>(_ pixels: ArraySlice<UInt8>) -> [Real] {
    let shares = (0...255).map { Real($0) / 255 }
    return pixels.map { shares[Int($0)] }
  }

  /// The labels at some bytes.
  static func labels(
    _ file: DataFile, at places: some Sequence<Int>, classes: Int
  ) throws(DataFileError) -> [Int] {
    var labels: [Int] = []
    for place in places {
      let label = Int(file.bytes[place])
      guard label < classes else {
        throw file.error(.byte(place), "label \(label), expected 0 ... \(classes - 1)")
      }
      labels.append(label)
    }
    return labels
  }
}
