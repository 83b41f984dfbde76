import Foundation
import FoundationXML
import Testing

@Suite struct VotePlotTests {
  /// Well-formed XML with one curve for the error and one for every bound that applies somewhere.
  @Test(arguments: ["uniform", "llr", "3,1"])
  func theDrawingIsWellFormedAndHoldsEveryBound(_ weights: String) throws {
    let shell = try Shell()
    defer { shell.remove() }
    let result = try shell.run("plumbline vote --flip 1/10,2/5 --count 20,41 --weights \(weights) --plot v.svg")
    #expect(result.status == 0, "\(result)")
    let svg = try shell.text("v.svg")
    let parser = XMLParser(data: Data(svg.utf8))
    #expect(parser.parse(), "\(String(describing: parser.parserError))")
    #expect(svg.contains(">P(wrong) + P(tie)<"))
    for bound in ["vote.kearns-saul", "vote.chernoff", "vote.imperfect", "vote.llr-lower"] {
      #expect(svg.contains(">\(bound)<"), "\(bound)")
    }
    #expect(svg.contains(">vote.majority<") == (weights == "uniform"))
    #expect(svg.contains(">vote.llr<") == (weights == "llr"))
    #expect(!svg.contains("nan") && !svg.contains("inf"))
  }

  @Test func aVoteWithoutErrorsIsDrawnAsWords() throws {
    let shell = try Shell()
    defer { shell.remove() }
    #expect(try shell.run("plumbline vote --flip 0 --count 5 --weights llr --plot v.svg").status == 0)
    #expect(try shell.text("v.svg").contains("every error is 0"))
  }
}
