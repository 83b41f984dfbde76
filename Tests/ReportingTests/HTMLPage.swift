import Checking
import Foundation
import Testing

@testable import Reporting

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// A rendered page, parsed; parsing fails when the page is not well-formed.
struct HTMLPage {
  let source: String
  private let document: XMLDocument

  init(_ results: [ClaimResult], title: String = "Report") throws {
    source = HTMLReport.render(results, title: title)
    document = try XMLDocument(xmlString: source, options: .nodePreserveWhitespace)
  }

  /// The elements that `path` selects.
  func elements(_ path: String) throws -> [XMLElement] {
    try document.nodes(forXPath: path).compactMap { $0 as? XMLElement }
  }

  /// The text of every element that `path` selects, with white space collapsed.
  func texts(_ path: String) throws -> [String] {
    try elements(path).map { Self.collapsed($0.stringValue ?? "") }
  }

  /// The text of the only element that `path` selects.
  func text(_ path: String) throws -> String {
    let found = try texts(path)
    try #require(found.count == 1, "\(path) selects \(found.count) elements")
    return found[0]
  }

  /// The values of every attribute called `name`.
  func attributes(_ name: String) throws -> [String] {
    try elements("//*[@\(name)]").compactMap { $0.attribute(forName: name)?.stringValue }
  }

  private static func collapsed(_ text: String) -> String {
    text.split { $0.isWhitespace }.joined(separator: " ")
  }
}

/// A reproducible source of test cases.
struct TestGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return (state ^ (state >> 29)) &* 0x9E37_79B9_7F4A_7C15
  }
}
