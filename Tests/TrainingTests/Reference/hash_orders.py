"""Orders of nodes by their hashes, by Python's hashlib: the reference of HashOrderTests.

Nodes 0 ... 19 have their number as 8 bytes for an identifier, the highest byte first. A row is a hash function, a format, a
round, and the nodes in the order of their digests. `dashed` is what the authors' code hashes (identifier, dash, decimal
round), `big-endian` the identifier and the round as 8 bytes."""
import hashlib

FORMATS = {
    "dashed": lambda node, round: b"%s-%d" % (node, round),
    "big-endian": lambda node, round: node + round.to_bytes(8, "big"),
}
print("hash,format,round,order")
for name in ("md5", "sha256"):
    for format, message in FORMATS.items():
        for round in (0, 1, 7, 1000, 123456789):
            key = lambda node: hashlib.new(name, message(node.to_bytes(8, "big"), round)).digest()
            print(f"{name},{format},{round},{' '.join(map(str, sorted(range(20), key=key)))}")
