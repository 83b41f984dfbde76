import Foundation
import Plumbline

/// Reading and writing with errors that name the file.
enum Files {
  static func text(_ path: String) throws(Failure) -> String {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw Failure(file: path, line: nil, "there is no such file")
    }
    if isFolder.boolValue { throw Failure(file: path, line: nil, "is a folder, expected a file") }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw Failure(file: path, line: nil, "cannot be read")
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw Failure(file: path, line: nil, "is not UTF-8 text")
    }
    return text
  }

  /// Makes the folder and proves that it can be written to, before any work is done for it.
  static func prepareFolder(_ path: String) throws(Failure) {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      let probe = path + "/.plumbline-\(ProcessInfo.processInfo.processIdentifier)"
      try Data().write(to: URL(fileURLWithPath: probe))
      try FileManager.default.removeItem(atPath: probe)
    } catch {
      throw Failure(file: path, line: nil, "the output folder cannot be written to")
    }
  }

  /// Writes under a temporary name and renames, so that a reader never sees half a file.
  static func write(_ text: String, to path: String) throws(Failure) {
    // Renaming would replace a device or a folder by a file.
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    if let type = attributes?[.type] as? FileAttributeType, type != .typeRegular {
      throw Failure(file: path, line: nil, "is not a regular file, so results are not written over it")
    }
    do {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw Failure(file: path, line: nil, "cannot be written")
    }
  }

  /// The path of a file that a scenario names, relative to the scenario's folder.
  static func resolve(_ path: String, besides scenario: String) -> String {
    let folder = URL(fileURLWithPath: scenario).deletingLastPathComponent().relativePath
    return path.hasPrefix("/") || folder == "." ? path : folder + "/" + path
  }
}
