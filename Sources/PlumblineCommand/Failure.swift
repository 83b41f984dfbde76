/// Bad usage or bad input: one line on standard error, status 2.
struct Failure: Error {
  /// One line: control characters that a name or a file put in are shown, not obeyed.
  let message: String

  init(_ message: String) {
    self.message = String(
      String.UnicodeScalarView(
        message.unicodeScalars.flatMap { scalar in
          scalar.properties.generalCategory == .control
            ? Array("\\u{\(String(scalar.value, radix: 16))}".unicodeScalars) : [scalar]
        }))
  }

  /// `FILE:LINE: message`
  init(file: String, line: Int?, _ message: String) {
    self.init(line.map { "\(file):\($0): \(message)" } ?? "\(file): \(message)")
  }
}
