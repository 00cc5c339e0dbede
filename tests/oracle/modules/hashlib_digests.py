# set: first
import hashlib

for name in ("md5", "sha1", "sha224", "sha256", "sha384", "sha512"):
    for data in (b"", b"abc", b"x" * 55, b"x" * 56, b"x" * 64, b"x" * 111, b"x" * 112, b"x" * 1000, "中文".encode()):
        print(name, len(data), hashlib.new(name, data).hexdigest())
h = hashlib.sha256()
for piece in (b"a", b"bc" * 40, b"", bytes(range(256))):
    h.update(piece)
c = h.copy()
c.update(b"more")
print(h.hexdigest(), c.hexdigest(), h.digest()[:4], h.name, h.digest_size, h.block_size, hashlib.md5(b"a").digest())
print(hashlib.pbkdf2_hmac("sha256", b"secret", b"salt", 10).hex(), "sha256" in hashlib.algorithms_guaranteed)
with open("f.bin", "wb") as f:
    f.write(b"q" * 100000)
with open("f.bin", "rb") as f:
    print(hashlib.file_digest(f, "sha1").hexdigest())
for bad in (lambda: hashlib.md5("text"), lambda: hashlib.new("nope"), lambda: hashlib.sha1(5), lambda: h.update("x")):
    try:
        bad()
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
