import Foundation

/// A file of samples: its bytes and the name that errors tell.
public struct DataFile: Sendable {
  public let name: String
  public let bytes: [UInt8]

  public init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }

  /// Reads a file.
  ///
  /// - Throws: `DataFileError` when the file cannot be read or is packed by gzip, as the usual downloads are.
  public init(path: String) throws(DataFileError) {
    let data: Data
    do {
      data = try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
      throw DataFileError(file: path, place: .file, "the file cannot be read")
    }
    self.init(name: path, bytes: Array(data))
    if bytes.starts(with: [0x1f, 0x8b]) { throw error(.file, "packed by gzip; unpack it first") }
  }

  func error(_ place: DataFileError.Place, _ message: String) -> DataFileError {
    DataFileError(file: name, place: place, message)
  }
}

/// Why a file of samples cannot be read: what is wrong, where, and what is expected.
public struct DataFileError: Error, Equatable, CustomStringConvertible {
  public var file: String
  public var place: Place
  public var message: String

  public enum Place: Sendable, Equatable {
    case file
    /// Counted from 1.
    case line(Int)
    /// Both counted from 1, the column in bytes; many JSON files have one line only.
    case column(line: Int, column: Int)
    /// Counted from 0.
    case byte(Int)
  }

  public init(file: String, place: Place, _ message: String) {
    self.file = file
    self.place = place
    self.message = message
  }

  public var description: String {
    switch place {
    case .file: "\(file): \(message)"
    case .line(let line): "\(file):\(line): \(message)"
    case .column(let line, let column): "\(file):\(line):\(column): \(message)"
    case .byte(let byte): "\(file): at byte \(byte): \(message)"
    }
  }
}
