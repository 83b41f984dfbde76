"""An independent NoiseStream: prints the SHA-256 fingerprints that NoiseStreamTests.swift expects.

Plain Python integers and IEEE doubles, one number at a time, in the order of operations that the Swift code documents.
Python's floats never fuse a multiplication with an addition. Numbers are hashed as little-endian doubles in the order
k, then lane, as they lie in a filled buffer.
"""

import hashlib
import math
import struct

MASK = 0xFFFFFFFF


def philox(counter, key):
    a, b, c, d = counter
    k, l = key
    for _ in range(10):
        p, q = 0xD2511F53 * a, 0xCD9E8D57 * c
        a, b, c, d = (q >> 32) ^ b ^ k, q & MASK, (p >> 32) ^ d ^ l, p & MASK
        k, l = (k + 0x9E3779B9) & MASK, (l + 0xBB67AE85) & MASK
    return a, b, c, d


def word(seed, purpose, k, t, r):
    block = philox((k >> 1, t, r, purpose), (seed & MASK, seed >> 32))
    return block[0] << 32 | block[1] if k % 2 == 0 else block[2] << 32 | block[3]


def logarithm(u):
    """-2 ln u, with the mantissa in [sqrt(1/2), sqrt(2))."""
    mantissa, exponent = math.frexp(u)  # [1/2, 1)
    if mantissa < float.fromhex("0x1.6A09E667F3BCDp-1"):
        mantissa, exponent = 2 * mantissa, exponent - 1
    s = (mantissa - 1) / (mantissa + 1)
    z = s * s
    z2 = z * z
    q = (-3.9999999999998943 + -1.3333333335915851 * z) + z2 * (
        (-0.7999998978366476 + -0.5714433229175145 * z) + z2 * (-0.4434849982015498 + -0.3921619127950611 * z)
    )
    return exponent * -1.3862943611198906 + s * q


def normals(w):
    u = ((w >> 24) + 0.5) / 2**40
    radius = math.sqrt(logarithm(u))
    if w & 1:
        radius = -radius
    y = (((w & 0xFFFFFF) >> 1) + 0.5) / 2**23 - 0.5
    z = y * y
    z2 = z * z
    z4 = z2 * z2
    cosine = ((0.9999999999999981 + -4.934802200543686 * z) + (4.058712126333295 + -1.3352627661817635 * z) * z2) + (
        (0.23533058831317874 + -0.025806531975921563 * z) + (0.0019278700526981333 + -0.0001004164642205389 * z) * z2
    ) * z4
    sine = y * (
        ((3.141592653589635 + -5.167712779987959 * z) + (2.550164035906745 + -0.5992644339357286 * z) * z2)
        + ((0.08214479467064854 + -0.007364005472115722 * z) + 0.0004474920849077101 * z2) * z4
    )
    return radius * cosine, radius * sine


SEED, PURPOSE, T, R, COUNT = 0x0123456789ABCDEF, 3, 5, 11, 1003


def fingerprint(number):
    h = hashlib.sha256()
    for k in range(COUNT):
        for lane in range(8):
            h.update(struct.pack("<d", number(k, R + lane)))
    return h.hexdigest()


def gaussian(k, r):
    return normals(word(SEED, PURPOSE, k // 2, T, r))[k % 2]


def sign(k, r):
    return -1.0 if word(SEED, PURPOSE, k // 64, T, r) >> (63 - k % 64) & 1 else 1.0


def three_point(k, r):
    pair = word(SEED, PURPOSE, k // 32, T, r) >> (62 - 2 * (k % 32)) & 3
    return [0.0, 0.0, math.sqrt(2), -math.sqrt(2)][pair]


if __name__ == "__main__":
    for number in (gaussian, sign, three_point):
        print(number.__name__, fingerprint(number))
