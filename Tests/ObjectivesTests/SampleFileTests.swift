import LinearAlgebra
import Objectives
import Testing

@Suite struct SampleFileTests {
  @Test func sparseSamplesAreFilledWithZeros() throws {
    let samples = try SampleFile.libsvm.samples("+1 1:0.5 3:-2\r\n\n-1 2:1e-1\t4:3\n-1\n")
    #expect(samples.features == Matrix(rows: 3, columns: 4, elements: [0.5, 0, -2, 0, 0, 0.1, 0, 3, 0, 0, 0, 0]))
    #expect(samples.isPositive == [true, false, false])
    #expect(try SampleFile.libsvm.samples("1 1:1\n2 1:2", dimension: 3).dimension == 3)
  }

  @Test func tablesHaveTheLabelFirst() throws {
    let samples = try SampleFile.csv.samples("0,0.5,-2\n1, 1 ,0\n\n0,3,4")
    #expect(samples.features == Matrix(rows: 3, columns: 2, elements: [0.5, -2, 1, 0, 3, 4]))
    #expect(samples.isPositive == [false, true, false])
  }

  @Test func linesMayEndInCarriageReturns() throws {
    let samples = try SampleFile.libsvm.samples("1 1:0.5\r\n\r\n-1 1:2 \r\n")
    #expect(samples.features.elements == [0.5, 2] && samples.isPositive == [true, false])
    #expect(throws: SampleError("'x' is not a number", line: 3)) {
      try SampleFile.csv.samples("1,2\r\n\r\n0,x\r\n")
    }
  }

  @Test func namesTellTheFormat() {
    #expect(SampleFile(fileName: "a/b.CSV") == .csv)
    #expect(SampleFile(fileName: "a9a") == .libsvm && SampleFile(fileName: "a.csv.txt") == .libsvm)
  }

  static let errors: [(format: SampleFile, text: String, dimension: Int?, line: Int, message: String)] = [
    (.libsvm, "", nil, 1, "expected a sample, found an empty file"),
    (.csv, "\n \n", nil, 1, "expected a sample, found an empty file"),
    (.libsvm, "a 1:1", nil, 1, "'a' is not a number"), (.libsvm, "1 1:x", nil, 1, "'x' is not a number"),
    (.libsvm, "1 1:1\n\n-1 1:nan", nil, 3, "'nan' is not a number"),
    (.libsvm, "1 1:inf", nil, 1, "'inf' is not a number"),
    (.libsvm, "1 1:1e30", nil, 1, "a feature of 1e30; features are 0 or of magnitude 2^-64 ... 2^64"),
    (.libsvm, "1 1:1e-30", nil, 1, "a feature of 1e-30; features are 0 or of magnitude 2^-64 ... 2^64"),
    (.libsvm, "1 1:", nil, 1, "'' is not a number"), (.libsvm, "1 1", nil, 1, "expected 'index:value', found '1'"),
    (.libsvm, "1 1:2:3", nil, 1, "expected 'index:value', found '1:2:3'"),
    (.libsvm, "1 x:2", nil, 1, "'x' is not a feature's index"),
    (.libsvm, "1 1:1\n1 0:2", nil, 2, "features are counted from 1, not 0"),
    (.libsvm, "1 -3:2", nil, 1, "features are counted from 1, not -3"),
    (.libsvm, "1 2:1 2:1", nil, 1, "feature 2 after feature 2; indices ascend"),
    (.libsvm, "1 2:1 1:1", nil, 1, "feature 1 after feature 2; indices ascend"),
    (.libsvm, "1 1:1\n-1 3:1", 2, 2, "feature 3 of samples with 2 features"),
    (.libsvm, "1 1:1\n2 1:1\n3 1:1", nil, 3, "a third label 3, after 1 and 2"),
    (.libsvm, "1 1:1\n1 1:2", nil, 2, "every label is 1; two classes are expected"),
    (.libsvm, "1\n-1", nil, 1, "the samples have no features"),
    (
      .libsvm, "1 9000000000000000000:1", nil, 1,
      "1 samples of 9000000000000000000 features; at most 16777216 numbers are kept, zeros among them"
    ),
    (.csv, "label,a,b\n1,2,3", nil, 1, "'a' is not a number"),
    (.csv, "1", nil, 1, "expected 'label,feature,...', found no feature"),
    (.csv, "1,2\n-1,", nil, 2, "'' is not a number"), (.csv, "1,2 3\n", nil, 1, "'2 3' is not a number"),
    (.csv, "1,2,3\n-1,2", nil, 2, "1 features after lines of 2"),
    (.csv, "1,2,3", 3, 1, "expected a label and 3 features, found 2 features"),
  ]

  @Test(arguments: errors.indices) func errorsNameTheirLine(index: Int) {
    let (format, text, dimension, line, message) = Self.errors[index]
    #expect(throws: SampleError(message, line: line), "\(text)") {
      try format.samples(text, dimension: dimension)
    }
  }
}
