import Foundation
import LinearAlgebra
import Objectives
import Testing

@Suite struct DataFileTests {
  static func text(_ text: String, name: String = "data") -> DataFile { DataFile(name: name, bytes: Array(text.utf8)) }

  static func withFile(_ bytes: [UInt8], _ body: (String) throws -> Void) throws {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("plumbline-test-\(UUID().uuidString)")
    try Data(bytes).write(to: url)
    defer { try? FileManager.default.removeItem(at: url) }
    try body(url.path)
  }

  @Test func filesAreReadWhole() throws {
    let bytes = (0...255).map { UInt8($0) }
    try Self.withFile(bytes) { path in
      let file = try DataFile(path: path)
      #expect(file.bytes == bytes && file.name == path)
    }
  }

  @Test func missingAndPackedFilesAreErrors() throws {
    #expect(throws: DataFileError(file: "/no/such/file", place: .file, "the file cannot be read")) {
      try DataFile(path: "/no/such/file")
    }
    try Self.withFile([0x1f, 0x8b, 8, 0]) { path in
      #expect(throws: DataFileError(file: path, place: .file, "packed by gzip; unpack it first")) {
        try DataFile(path: path)
      }
    }
  }

  @Test func errorsTellTheirPlace() {
    let places: [DataFileError.Place] = [.file, .line(3), .column(line: 3, column: 9), .byte(16)]
    #expect(
      places.map { DataFileError(file: "a", place: $0, "b").description } == [
        "a: b", "a:3: b", "a:3:9: b", "a: at byte 16: b",
      ])
  }
}

@Suite struct ImageFileTests {
  static func words(_ words: [UInt32]) -> [UInt8] {
    words.flatMap { w in (0..<4).map { UInt8(w >> (24 - 8 * $0) & 255) } }
  }

  static func images(_ sizes: [UInt32], _ pixels: [UInt8], magic: UInt32 = 2051) -> DataFile {
    DataFile(name: "images", bytes: words([magic] + sizes) + pixels)
  }

  static func labels(_ count: UInt32, _ labels: [UInt8], magic: UInt32 = 2049) -> DataFile {
    DataFile(name: "labels", bytes: words([magic, count]) + labels)
  }

  static let pixels: [UInt8] = [0, 255, 51, 102, 1, 2, 3, 4, 5, 6, 7, 8]

  @Test func imagesAreRowsOfPixels() throws {
    let samples = try IDXFile.samples(
      images: Self.images([2, 2, 3], Self.pixels), labels: Self.labels(2, [9, 0]), as: Float.self)
    #expect(samples.dimension == 6 && samples.classes == 10 && samples.labels == [9, 0])
    #expect(samples.features == Self.pixels.map { Float($0) / 255 })
    #expect(samples.features.prefix(3) == [0, 1, 0.2])
    let doubles = try IDXFile.samples(
      images: Self.images([2, 2, 3], Self.pixels), labels: Self.labels(2, [9, 61]), classes: 62, as: Double.self)
    #expect(doubles.labels == [9, 61] && doubles.features == Self.pixels.map { Double($0) / 255 })
  }

  static let errors: [(images: DataFile, labels: DataFile, error: DataFileError)] = [
    (
      images([2, 2, 3], pixels, magic: 2049), labels(2, [9, 0]),
      DataFileError(
        file: "images", place: .byte(0), "the magic number is 2049, expected 2051 (idx3 images of unsigned bytes)")
    ),
    (
      images([2, 2, 3], pixels), labels(2, [9, 0], magic: 2051),
      DataFileError(
        file: "labels", place: .byte(0), "the magic number is 2051, expected 2049 (idx1 labels of unsigned bytes)")
    ),
    (
      DataFile(name: "images", bytes: [0, 0, 8]), labels(2, [9, 0]),
      DataFileError(file: "images", place: .byte(3), "the file ends in its header of 16 bytes")
    ),
    (
      DataFile(name: "images", bytes: words([2051, 2, 2])), labels(2, [9, 0]),
      DataFileError(file: "images", place: .byte(12), "the file ends in its header of 16 bytes")
    ),
    (
      images([2, 2, 3], pixels.dropLast()), labels(2, [9, 0]),
      DataFileError(
        file: "images", place: .byte(27), "the file ends here; 2 x 2 x 3 bytes after the header are expected")
    ),
    (
      images([.max, .max, .max], pixels), labels(2, [9, 0]),
      DataFileError(
        file: "images", place: .byte(28),
        "the file ends here; 4294967295 x 4294967295 x 4294967295 bytes after the header are expected")
    ),
    (
      images([2, 2, 3], pixels + [1, 2]), labels(2, [9, 0]),
      DataFileError(file: "images", place: .byte(28), "2 bytes more than the header's sizes tell")
    ),
    (
      images([2, 2, 3], pixels), labels(2, [9]),
      DataFileError(file: "labels", place: .byte(9), "the file ends here; 2 bytes after the header are expected")
    ),
    (
      images([2, 2, 3], pixels), labels(3, [9, 0, 1]),
      DataFileError(file: "labels", place: .byte(4), "3 labels for the 2 images of images")
    ),
    (
      images([0, 2, 3], []), labels(0, []),
      DataFileError(file: "images", place: .byte(4), "0 images of 2 x 3 pixels; at least one is expected")
    ),
    (
      images([2, 0, 3], []), labels(2, [1, 2]),
      DataFileError(file: "images", place: .byte(4), "2 images of 0 x 3 pixels; at least one is expected")
    ),
    (
      images([2, 2, 3], pixels), labels(2, [9, 10]),
      DataFileError(file: "labels", place: .byte(9), "label 10, expected 0 ... 9")
    ),
  ]

  @Test(arguments: errors.indices) func malformedIDXFilesAreErrors(_ index: Int) {
    let (images, labels, error) = Self.errors[index]
    #expect(throws: error) { try IDXFile.samples(images: images, labels: labels, as: Float.self) }
  }

  static func record(_ label: UInt8, _ seed: Int) -> [UInt8] {
    [label] + (0..<3072).map { UInt8(($0 * 7 + seed) & 255) }
  }

  @Test func recordsOfSeveralFilesFollowEachOther() throws {
    let files = [
      DataFile(name: "a", bytes: Self.record(3, 1) + Self.record(9, 2)), DataFile(name: "b", bytes: Self.record(0, 3)),
    ]
    let samples = try CIFARFile.samples(files, as: Float.self)
    #expect(samples.labels == [3, 9, 0] && samples.dimension == 3072 && samples.classes == 10)
    for (j, seed) in [1, 2, 3].enumerated() {
      #expect(Array(samples.row(j)) == Self.record(0, seed).dropFirst().map { Float($0) / 255 })
    }
  }

  static let recordErrors: [(bytes: [UInt8], error: DataFileError)] = [
    (
      [],
      DataFileError(
        file: "b", place: .byte(0), "the file ends here, in record 1; whole records of 3073 bytes are expected")
    ),
    (
      record(1, 1) + record(2, 2).dropLast(),
      DataFileError(
        file: "b", place: .byte(6145), "the file ends here, in record 2; whole records of 3073 bytes are expected")
    ),
    (record(1, 1) + record(10, 2), DataFileError(file: "b", place: .byte(3073), "label 10, expected 0 ... 9")),
  ]

  @Test(arguments: recordErrors.indices) func malformedCIFARFilesAreErrors(_ index: Int) {
    let (bytes, error) = Self.recordErrors[index]
    let files = [DataFile(name: "a", bytes: Self.record(3, 1)), DataFile(name: "b", bytes: bytes)]
    #expect(throws: error) { try CIFARFile.samples(files, as: Float.self) }
  }
}

@Suite struct ClassifiedSampleFileTests {
  @Test func labelsBecomeClassesInAscendingOrder() throws {
    let (samples, values) = try SampleFile.libsvm.samples(
      DataFileTests.text("7 1:0.5 3:-2\n-1 2:1\n\n3\n7 3:1e-1\n"), as: Double.self)
    #expect(values == [-1, 3, 7] && samples.classes == 3 && samples.labels == [2, 0, 1, 2])
    #expect(samples.dimension == 3 && samples.features == [0.5, 0, -2, 0, 1, 0, 0, 0, 0, 0, 0, 0.1])
    // A test file with fewer classes and features keeps those of its training file.
    let test = try SampleFile.libsvm.samples(
      DataFileTests.text("3 1:1\n"), dimension: 3, values: values, as: Float.self)
    #expect(test.samples.labels == [1] && test.samples.classes == 3 && test.samples.features == [1, 0, 0])
    let table = try SampleFile.csv.samples(DataFileTests.text("0,1,2\n2,3,4\n1,5,6"), as: Float.self)
    #expect(table.samples.labels == [0, 2, 1] && table.samples.features == [1, 2, 3, 4, 5, 6])
  }

  static let errors: [(text: String, values: [Int]?, line: Int, message: String)] = [
    ("", nil, 1, "expected a sample, found an empty file"),
    ("1 1:1\n1.5 1:1", nil, 2, "label 1.5; the labels of several classes are whole numbers"),
    ("1 1:1\n1e300 1:1", nil, 2, "label 1e+300; the labels of several classes are whole numbers"),
    ("1 1:1\n4 1:1", [1, 2], 2, "label 4, expected one of 1, 2"), ("1 1:nan", nil, 1, "'nan' is not a number"),
    ("1 1:1\n2 0:1", nil, 2, "features are counted from 1, not 0"),
  ]

  @Test(arguments: errors.indices) func errorsNameFileAndLine(_ index: Int) {
    let (text, values, line, message) = Self.errors[index]
    #expect(throws: DataFileError(file: "data", place: .line(line), message)) {
      try SampleFile.libsvm.samples(DataFileTests.text(text), values: values, as: Float.self)
    }
  }

  @Test func bytesThatAreNoTextAreAnError() {
    #expect(throws: DataFileError(file: "b", place: .file, "not a text in UTF-8")) {
      try SampleFile.csv.samples(DataFile(name: "b", bytes: [0xff, 0x31]), as: Float.self)
    }
  }
}
