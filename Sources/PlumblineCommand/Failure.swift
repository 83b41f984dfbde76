/// Bad usage or bad input: one line on standard error, status 2.
struct Failure: Error {
  let message: String

  init(_ message: String) { self.message = message }

  /// `FILE:LINE: message`
  init(file: String, line: Int?, _ message: String) {
    self.message = line.map { "\(file):\($0): \(message)" } ?? "\(file): \(message)"
  }
}
