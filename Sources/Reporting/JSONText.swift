import Foundation

/// The one JSON writer: sorted keys and two-space indentation, so that equal values give equal bytes.
public enum JSONText {
  /// - Precondition: the value encodes; every type passed here does, numbers that are not finite included.
  public static func encode(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "infinity", negativeInfinity: "-infinity", nan: "nan")
    guard let data = try? encoder.encode(value) else { preconditionFailure("a result that does not encode") }
    return String(decoding: data, as: UTF8.self) + "\n"
  }

  /// The decoder that reads back what `encode` wrote.
  public static func decode<Value: Decodable>(_ type: Value.Type, from text: String) throws -> Value {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "infinity", negativeInfinity: "-infinity", nan: "nan")
    return try decoder.decode(type, from: Data(text.utf8))
  }
}
