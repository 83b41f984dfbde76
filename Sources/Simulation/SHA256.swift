/// The hash SHA-256, for fingerprints of traces and input files.
///
/// Source: FIPS PUB 180-4, "Secure Hash Standard", NIST 2015, sections 4.1.2, 4.2.2, 5.1.1 and 6.2.
public struct SHA256: Sendable {
  /// The intermediate hash value H.
  private var state: SIMD8<UInt32> = [
    0x6A09_E667, 0xBB67_AE85, 0x3C6E_F372, 0xA54F_F53A, 0x510E_527F, 0x9B05_688C, 0x1F83_D9AB, 0x5BE0_CD19,
  ]
  /// The message schedule W. Its first 16 words are the block under way, big-endian; as many bytes of it count as
  /// `length` is above a multiple of 64.
  private var schedule = [UInt32](repeating: 0, count: 64)
  /// Bytes taken so far.
  private var length: UInt64 = 0

  /// The hash of nothing yet.
  public init() {}

  /// Takes bytes.
  public mutating func update(_ bytes: some Sequence<UInt8>) {
    let wasContiguous: Void? = bytes.withContiguousStorageIfAvailable { for byte in $0 { append(byte) } }
    if wasContiguous == nil { for byte in bytes { append(byte) } }
  }

  /// Takes a number as the eight bytes of its bit pattern, least significant first, so equal hashes mean equal bits (and
  /// -0 differs from 0).
  public mutating func update(_ value: Double) {
    var rest = value.bitPattern
    for _ in 0..<8 {
      append(UInt8(truncatingIfNeeded: rest))
      rest &>>= 8
    }
  }

  /// Takes a text as UTF-8.
  public mutating func update(_ text: String) {
    update(text.utf8)
  }

  /// The hash of everything taken, as 64 lower-case hexadecimal digits.
  public consuming func hexadecimal() -> String {
    var hash = self
    let bitLength = hash.length &* 8
    hash.append(0x80)
    while hash.length & 63 != 56 { hash.append(0) }
    for shift in stride(from: UInt64(56), through: 0, by: -8) {
      hash.append(UInt8(truncatingIfNeeded: bitLength &>> shift))
    }
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for i in 0..<8 {
      for shift in stride(from: UInt32(28), through: 0, by: -4) {
        text.append(digits[Int(hash.state[i] &>> shift & 15)])
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The hash of some bytes, as 64 lower-case hexadecimal digits.
  public static func hexadecimal(of bytes: some Sequence<UInt8>) -> String {
    var hash = SHA256()
    hash.update(bytes)
    return hash.hexadecimal()
  }

  private mutating func append(_ byte: UInt8) {
    // Four shifts by a byte push out whatever the word held before.
    let word = Int(length & 63) &>> 2
    schedule[word] = schedule[word] &<< 8 | UInt32(byte)
    length &+= 1
    if length & 63 == 0 { compress() }
  }

  /// Works the full block into the state.
  private mutating func compress() {
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    for i in 16..<64 {
      let (w15, w2) = (schedule[i &- 15], schedule[i &- 2])
      let sigma0 = rotated(w15, 7) ^ rotated(w15, 18) ^ (w15 &>> 3)
      let sigma1 = rotated(w2, 17) ^ rotated(w2, 19) ^ (w2 &>> 10)
      schedule[i] = schedule[i &- 16] &+ sigma0 &+ schedule[i &- 7] &+ sigma1
    }
    for i in 0..<64 {
      let sum1 = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)
      let choice = (e & f) ^ (~e & g)
      let t1 = h &+ sum1 &+ choice &+ SHA256.roundConstants[i] &+ schedule[i]
      let sum0 = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)
      let majority = (a & b) ^ (a & c) ^ (b & c)
      (h, g, f, e, d, c, b, a) = (g, f, e, d &+ t1, c, b, a, t1 &+ sum0 &+ majority)
    }
    state = state &+ SIMD8(a, b, c, d, e, f, g, h)
  }

  private func rotated(_ word: UInt32, _ count: UInt32) -> UInt32 {
    word &>> count | word &<< (32 &- count)
  }

  /// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
  private static let roundConstants: [UInt32] = [
    0x428A_2F98, 0x7137_4491, 0xB5C0_FBCF, 0xE9B5_DBA5, 0x3956_C25B, 0x59F1_11F1, 0x923F_82A4, 0xAB1C_5ED5,
    0xD807_AA98, 0x1283_5B01, 0x2431_85BE, 0x550C_7DC3, 0x72BE_5D74, 0x80DE_B1FE, 0x9BDC_06A7, 0xC19B_F174,
    0xE49B_69C1, 0xEFBE_4786, 0x0FC1_9DC6, 0x240C_A1CC, 0x2DE9_2C6F, 0x4A74_84AA, 0x5CB0_A9DC, 0x76F9_88DA,
    0x983E_5152, 0xA831_C66D, 0xB003_27C8, 0xBF59_7FC7, 0xC6E0_0BF3, 0xD5A7_9147, 0x06CA_6351, 0x1429_2967,
    0x27B7_0A85, 0x2E1B_2138, 0x4D2C_6DFC, 0x5338_0D13, 0x650A_7354, 0x766A_0ABB, 0x81C2_C92E, 0x9272_2C85,
    0xA2BF_E8A1, 0xA81A_664B, 0xC24B_8B70, 0xC76C_51A3, 0xD192_E819, 0xD699_0624, 0xF40E_3585, 0x106A_A070,
    0x19A4_C116, 0x1E37_6C08, 0x2748_774C, 0x34B0_BCB5, 0x391C_0CB3, 0x4ED8_AA4A, 0x5B9C_CA4F, 0x682E_6FF3,
    0x748F_82EE, 0x78A5_636F, 0x84C8_7814, 0x8CC7_0208, 0x90BE_FFFA, 0xA450_6CEB, 0xBEF9_A3F7, 0xC671_78F2,
  ]
}
