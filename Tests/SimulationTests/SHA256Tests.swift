import Simulation
import Testing

@Suite struct SHA256Tests {
  /// FIPS 180-4's examples (NIST, "Examples with intermediate values") and the hash of nothing.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func examplesOfTheStandard(text: String, expected: String) {
    #expect(SHA256.hexadecimal(of: text.utf8) == expected)
    var hash = SHA256()
    hash.update(text)
    #expect(hash.hexadecimal() == expected)
  }

  @Test func oneMillionTimesA() {
    #expect(
      SHA256.hexadecimal(of: repeatElement(UInt8(ascii: "a"), count: 1_000_000))
        == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  /// Lengths about the end of a block, where the padding changes shape; the bytes are 0, 1, 2, ... and the hashes are
  /// those of Python's hashlib.
  @Test(arguments: [
    (55, "463eb28e72f82e0a96c0a4cc53690c571281131f672aa229e0d45ae59b598b59"),
    (56, "da2ae4d6b36748f2a318f23e7ab1dfdf45acdc9d049bd80e59de82a60895f562"),
    (63, "29af2686fd53374a36b0846694cc342177e428d1647515f078784d69cdb9e488"),
    (64, "fdeab9acf3710362bd2658cdc9a29e8f9c757fcf9811603a8c447cd1d9151108"),
    (65, "4bfd2c8b6f1eec7a2afeb48b934ee4b2694182027e6d0fc075074f2fabb31781"),
    (119, "da18797ed7c3a777f0847f429724a2d8cd5138e6ed2895c3fa1a6d39d18f7ec6"),
    (120, "f52b23db1fbb6ded89ef42a23ce0c8922c45f25c50b568a93bf1c075420bbb7c"),
  ])
  func lengthsAboutABlock(count: UInt8, expected: String) {
    let bytes = Array(0..<count)
    #expect(SHA256.hexadecimal(of: bytes) == expected)
    // In every way of cutting the message in two; a lazy sequence has no contiguous storage.
    for cut in 0...bytes.count {
      var hash = SHA256()
      hash.update(bytes[..<cut])
      hash.update(bytes[cut...].lazy.map { $0 })
      #expect(hash.hexadecimal() == expected, "cut at \(cut)")
    }
  }

  /// Python: `sha256(struct.pack("<3d", 0.0, -0.0, 1.5) + "Ünicode".encode())`.
  @Test func numbersAreLittleEndianAndTextsAreUTF8() {
    var hash = SHA256()
    hash.update(0.0)
    hash.update(-0.0)
    hash.update(1.5)
    hash.update("Ünicode")
    #expect(hash.hexadecimal() == "7c0ab58ca0a5bb4cbdbda37aeecbc1225ac1aaf7dad8a5b609ab3d982a30f7e2")
  }

  /// A hash is a value: finishing one leaves its copy as it was.
  @Test func copiesAreIndependent() {
    var hash = SHA256()
    hash.update("ab")
    let copy = hash
    hash.update("x")
    #expect(copy.hexadecimal() == SHA256.hexadecimal(of: "ab".utf8))
    #expect(hash.hexadecimal() == SHA256.hexadecimal(of: "abx".utf8))
  }
}
