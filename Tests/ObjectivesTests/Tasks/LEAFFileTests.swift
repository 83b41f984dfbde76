import Foundation
import LinearAlgebra
import Objectives
import Testing

@Suite struct LEAFFileTests {
  static let training = """
    {"users": ["b", "a\\u00e9\\"\\ud83d\\ude00"], "num_samples": [2, 1], "hierarchies": [null, {"k": [true, -1.5e-3, "x"]}],
     "user_data": {"a\\u00e9\\"\\ud83d\\ude00": {"y": [3], "x": [[-0.5, 1e2]], "z": {}}, "b": {"x": [[1, 2], [3.25, 4]], "y": [0, 1.0]}}}
    """

  static func task(
    _ training: String, test: String? = nil, classes: Int? = nil
  ) throws -> ClassificationTask<Double> {
    try LEAFFile.task(
      training: [DataFileTests.text(training, name: "train")],
      test: test.map { [DataFileTests.text($0, name: "test")] } ?? [], classes: classes)
  }

  @Test func usersAreClientsInTheOrderOfTheList() throws {
    let task = try Self.task(Self.training)
    #expect(task.clients.map(\.name) == ["b", "aé\"😀"])
    #expect(task.dimension == 2 && task.classes == 4)
    // The pool has the order of the data.
    #expect(task.clients.map(\.training) == [[1, 2], [0]] && task.clients.allSatisfy { $0.test.isEmpty })
    #expect(task.samples.features == [-0.5, 100, 1, 2, 3.25, 4] && task.samples.labels == [3, 0, 1])
  }

  @Test func testFilesAddToTheUsersOfTheTraining() throws {
    let test = #"{"user_data": {"b": {"x": [[7, 8]], "y": [5]}}, "num_samples": [1], "users": ["b"]}"#
    let task = try Self.task(Self.training, test: test, classes: 10)
    #expect(task.clients.map(\.test) == [[3], []] && task.classes == 10 && task.testRows == [3])
    #expect(Array(task.samples.row(3)) == [7, 8] && task.samples.labels[3] == 5)
    let several = try LEAFFile.task(
      training: [
        DataFileTests.text(Self.one), DataFileTests.text(Self.one.replacingOccurrences(of: "\"u\"", with: "\"w\"")),
      ],
      as: Float.self)
    #expect(several.clients.map(\.name) == ["u", "w"] && several.samples.features == [1, 2, 1, 2])
  }

  static let one = #"{"users":["u"],"num_samples":[1],"user_data":{"u":{"x":[[1,2]],"y":[0]}}}"#

  /// The nearest double of each, also past the 15 digits that the short way handles.
  @Test func numbersAreTheNearestDoubles() throws {
    let words = [
      "0.1", "-0", "3", "1e22", "1e23", "0.30000000000000004", "123456789012345678", "2.2250738585072014e-308",
      "5e-324",
      "1e-400", "-1.7976931348623157e308", "9007199254740993", "0.000001", "1E+2", "1e-22", "0.1234567890123456789",
      "7e-5",
    ]
    let text = Self.one.replacingOccurrences(of: "1,2", with: words.joined(separator: " ,\n\t"))
    #expect(try Self.task(text).samples.features.map(\.bitPattern) == words.map { Double($0)!.bitPattern })
  }

  static func changed(_ old: String, _ new: String) -> String {
    precondition(one.contains(old))
    return one.replacingOccurrences(of: old, with: new)
  }

  /// `one`, 73 bytes in one line, with one thing wrong.
  static let errors: [(text: String, column: Int, message: String)] = [
    ("", 1, "the file ends here; an object is expected"), ("[]", 1, "expected an object, found '[]'"),
    (String(one.dropLast(4)), 70, "the file ends here; ',' or ']' in a list of labels is expected"),
    (String(one.dropLast()), 73, "the file ends here; ',' or '}' of the file is expected"),
    (one + "x", 74, "expected the end of the file, found 'x'"),
    (changed(#""users""#, "users"), 2, "expected a key of the file, found 'users:[\"u\"]'"),
    (changed(#"["u"]"#, "[]"), 10, "no user"), (changed(#"["u"]"#, "[1]"), 11, "expected a user's name, found '1]'"),
    (changed(#"["u"]"#, #"["u","u"]"#), 34, "1 numbers of samples for 2 users"),
    (changed("[1],", "[1,1],"), 30, "2 numbers of samples for 1 users"),
    (changed("[1],", "[2],"), 30, "user 'u' has 1 samples, not 2"),
    (changed("[1],", "[-1],"), 31, "a number of samples is -1.0; a whole number from 0 is expected"),
    (changed(#"["u"]"#, #"["w"]"#), 10, "user 'w' has no data, or is there twice"),
    (changed("}}}", #"},"w":{"x":[],"y":[]}}}"#), 10, "user 'w' has data but is not listed"),
    (changed("}}}", #"},"u":{"x":[],"y":[]}}}"#), 77, "the data of user 'u' are there twice"),
    (changed(#""y":[0]"#, #""y":[0],"y":[0]"#), 76, "'y' is there twice"),
    (changed(#","y":[0]"#, ""), 51, "user 'u' has no 'y'"), (changed(#""x":[[1,2]],"#, ""), 51, "user 'u' has no 'x'"),
    (changed("[0]", "[0,1]"), 51, "user 'u' has 1 samples and 2 labels"),
    (changed("[0]", "[0.5]"), 69, "a label is 0.5; a whole number from 0 is expected"),
    (changed("[0]", "[-1]"), 69, "a label is -1.0; a whole number from 0 is expected"),
    (changed("[0]", "[3]"), 69, "label 3, expected 0 ... 2"),
    (changed("[0]", "[\"0\"]"), 69, "expected a label, found '\"0\"]}}}'"),
    (changed("[1,2]", "[1,2],[1]"), 63, "1 features after samples of 2"),
    (changed("[1,2]", "[]"), 57, "a sample without features"),
    (changed("[1,2]", "1,2"), 57, "expected a sample's list of numbers, found '1'"),
    (changed("[1,2]", "[1,NaN]"), 60, "expected a number, found 'NaN]]'"),
    (changed("[1,2]", "[1,1e999]"), 60, "1e999 is beyond the doubles"),
    (changed("[1,2]", "[1,]"), 60, "expected a number, found ']]'"),
    (changed("[1,2]", "[1 2]"), 60, "expected ',' or ']' in a sample, found '2]]'"),
    (changed("[1,2]", "[1,01]"), 60, "expected a number, found '01]]'"),
    (changed("[1,2]", "[1,+1]"), 60, "expected a number, found '+1]]'"),
    (changed("[1,2]", "[1,1.]"), 60, "a number without a digit after its point"),
    (changed("[1,2]", "[1,1e]"), 60, "a number without a digit in its exponent"),
    (changed(#"["u"]"#, #"["\x"]"#), 12, "an unknown escape in a string"),
    (changed(#"["u"]"#, #"["\u12"]"#), 12, "an escape without four hexadecimal digits"),
    (changed(#"["u"]"#, #"["\ud800"]"#), 12, "half of a pair of surrogates"),
    (changed(#"["u"]"#, "[\"\t\"]"), 12, "a control character in a string"), ("{\"us", 5, "the file ends in a string"),
    (
      changed("{\"users", "{\"a\":" + String(repeating: "[", count: 101) + ",\"users"), 106,
      "values nested more than 100 deep"
    ),
    (changed("\"num_samples\"", "\"users\":[],\"n\""), 24, "'users' is there twice"),
  ]

  @Test(arguments: errors.indices) func malformedFilesAreErrors(_ index: Int) {
    let (text, column, message) = Self.errors[index]
    #expect(throws: DataFileError(file: "train", place: .column(line: 1, column: column), message), "\(text)") {
      try Self.task(text, classes: 3)
    }
  }

  @Test func errorsCountLines() {
    let text = Self.changed(",\"user_data", ",\n \"user_data").replacingOccurrences(of: "[1,2]", with: "\n[1,x]")
    #expect(throws: DataFileError(file: "train", place: .column(line: 3, column: 4), "expected a number, found 'x]]'"))
    {
      try Self.task(text)
    }
  }

  @Test func filesMustFitEachOther() {
    #expect(throws: DataFileError(file: "train", place: .file, "the key 'num_samples' is missing")) {
      try Self.task(Self.changed("num_samples", "numbers"))
    }
    #expect(
      throws: DataFileError(
        file: "test", place: .column(line: 1, column: 10), "user 'w' of the test has no training samples")
    ) {
      try Self.task(Self.one, test: Self.changed("\"u\"", "\"w\""))
    }
    let file = DataFileTests.text(Self.one)
    #expect(
      throws: DataFileError(file: "data", place: .column(line: 1, column: 10), "user 'u' was in an earlier file")
    ) {
      try LEAFFile.task(training: [file, file], as: Float.self)
    }
    #expect(
      throws: DataFileError(file: "data", place: .column(line: 1, column: 58), "a feature beyond the scalar's range")
    ) {
      try LEAFFile.task(training: [DataFileTests.text(Self.changed("[1,2]", "[1e300,2]"))], as: Float.self)
    }
    let empty = Self.changed("[1],", "[0],").replacingOccurrences(of: "[[1,2]],\"y\":[0]", with: "[],\"y\":[]")
    #expect(throws: DataFileError(file: "train", place: .column(line: 1, column: 10), "user 'u' has no samples")) {
      try Self.task(empty)
    }
  }
}
