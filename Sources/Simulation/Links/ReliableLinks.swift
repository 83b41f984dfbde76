import ExactArithmetic

/// Every transmission arrives.
public struct ReliableLinks: LinkModel {
  public static let name = "reliable"
  public static let summary = "every transmission arrives"
  public static let parameters: [ModelParameter] = []

  public init() {}
  public init(_ settings: ModelSettings) {}

  public var isIndependentOverTime: Bool { true }
  public func success(of link: Link) -> Enclosure { Enclosure(1) }
  public func succeeds(_ link: Link, slot: Int, _ random: RandomSource) -> Bool { true }
}
