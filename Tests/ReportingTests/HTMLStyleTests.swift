import Foundation
import Testing

@testable import Reporting

@Suite struct HTMLStyleTests {
  /// Relative luminance of `#rrggbb`, as the accessibility guidelines (WCAG 2.2) define it.
  private static func luminance(_ colour: String) throws -> Double {
    let number = try #require(Int(colour.dropFirst(), radix: 16))
    let channels = [16, 8, 0].map { Double((number >> $0) & 255) / 255 }
    let linear = channels.map { $0 <= 0.04045 ? $0 / 12.92 : pow(($0 + 0.055) / 1.055, 2.4) }
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
  }

  private static func contrast(_ first: String, _ second: String) throws -> Double {
    let values = try [luminance(first), luminance(second)].sorted()
    return (values[1] + 0.05) / (values[0] + 0.05)
  }

  @Test func contrastOfKnownColours() throws {
    #expect(try abs(Self.contrast("#000000", "#ffffff") - 21) < 1e-9)
    #expect(try abs(Self.contrast("#777777", "#ffffff") - 4.478) < 0.001)
  }

  @Test(
    arguments: [\HTMLPalette.Colour.light, \HTMLPalette.Colour.dark] as [KeyPath<HTMLPalette.Colour, String> & Sendable]
  )
  func textIsLegible(scheme: KeyPath<HTMLPalette.Colour, String> & Sendable) throws {
    for colour in HTMLPalette.colours where colour.isText {
      for background in [HTMLPalette.paper, HTMLPalette.panel] {
        #expect(try Self.contrast(colour[keyPath: scheme], background[keyPath: scheme]) >= 4.5, "\(colour.name)")
      }
    }
    for name in ["bound", "measured"] {
      let colour = try #require(HTMLPalette.colours.first { $0.name == name })
      #expect(try Self.contrast(colour[keyPath: scheme], HTMLPalette.paper[keyPath: scheme]) >= 3, "\(name)")
    }
  }

  @Test func everyColourUsedIsDeclared() {
    let declared = Set(HTMLPalette.colours.map(\.name) + ["colour"])
    let used = Set(HTMLStyle.sheet.matches(of: /var\(--([A-Za-z0-9-]+)\)/).map { String($0.1) })
    #expect(used == declared)
  }

  @Test func sheetIsBalancedAndSafeInXML() {
    #expect(HTMLStyle.sheet.filter { $0 == "{" }.count == HTMLStyle.sheet.filter { $0 == "}" }.count)
    #expect(!HTMLStyle.sheet.contains("<") && !HTMLStyle.sheet.contains("&"))
  }

  @Test func darkIsForScreensOnly() {
    let sheet = HTMLStyle.sheet
    #expect(sheet.components(separatedBy: "prefers-color-scheme").count == 2)
    #expect(sheet.contains("@media screen and (prefers-color-scheme: dark)"))
    #expect(sheet.contains("@media print"))
  }
}
