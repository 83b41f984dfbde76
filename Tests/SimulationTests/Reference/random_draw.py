"""An independent RandomDraw: prints the SHA-256 fingerprints that RandomDrawTests.swift expects.

Python integers and floats, in the order of operations that the Swift code documents. Words are hashed as little-endian
64-bit integers, numbers as little-endian doubles.
"""

import hashlib
import math
import struct

from noise_stream import MASK, philox

SEED = 0x0123456789ABCDEF
ADDRESSES = [
    (purpose, first, second, number, replicate)
    for purpose in (5, 6)
    for first, second in ((0, 0), (1, 0), (0, 1), (2**24 - 1, 255), (7, 256), (2**24 - 1, 2**24 - 1))
    for number in (0, 1, 2**32 - 1)
    for replicate in (0, 3, 2**32 - 1)
]


def word(address, k):
    purpose, first, second, number, replicate = address
    counter = (number, first | (second & 0xFF) << 24, replicate, purpose | k // 2 << 8 | second >> 8 << 16)
    block = philox(counter, (SEED & MASK, SEED >> 32))
    return block[0] << 32 | block[1] if k % 2 == 0 else block[2] << 32 | block[3]


def uniform(address):
    return ((word(address, 0) >> 12) + 0.5) / 2**52


def logarithm(x):
    """The exponent plus the artanh series of the significand, which is in (1/sqrt(2), sqrt(2)]."""
    significand, exponent = math.frexp(x)
    significand, exponent = 2 * significand, exponent - 1
    if significand > 1.4142135623730951:
        significand, exponent = significand / 2, exponent + 1
    z = (significand - 1) / (significand + 1)
    square, total = z * z, 0.0
    for n in range(23, 0, -2):
        total = total * square + 1 / n
    return exponent * 0.6931471805599453 + 2 * z * total


if __name__ == "__main__":
    words, uniforms, exponentials = hashlib.sha256(), hashlib.sha256(), hashlib.sha256()
    for address in ADDRESSES:
        for k in (0, 1, 2, 3, 510, 511):
            words.update(struct.pack("<Q", word(address, k)))
        uniforms.update(struct.pack("<d", uniform(address)))
        exponentials.update(struct.pack("<d", -logarithm(uniform(address))))
    print("words", words.hexdigest())
    print("uniforms", uniforms.hexdigest())
    print("exponentials", exponentials.hexdigest())
