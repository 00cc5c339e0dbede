"""Digests: MD5, SHA-1 and SHA-2."""
from _conch import _attr_missing, _digest

_SIZES = {"md5": (16, 64), "sha1": (20, 64), "sha224": (28, 64), "sha256": (32, 64), "sha384": (48, 128), "sha512": (64, 128)}
algorithms_guaranteed = set(_SIZES)
algorithms_available = set(_SIZES)
__all__ = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "new", "algorithms_guaranteed", "algorithms_available",
           "file_digest", "pbkdf2_hmac")


class HASH:
    def __init__(self, name, data, state=None):
        self.name = name
        self.digest_size, self.block_size = _SIZES[name]
        self._state = state if data is None else _digest(name, state, data, False)

    def update(self, data, /):
        self._state = _digest(self.name, self._state, data, False)

    def digest(self):
        return _digest(self.name, self._state, b"", True)

    def hexdigest(self):
        return self.digest().hex()

    def copy(self):
        return HASH(self.name, None, self._state)

    def __repr__(self):
        return f"<{self.name} _hashlib.HASH object @ {id(self):#x}>"


HASH.__module__ = "_hashlib"


def new(name, data=b"", **kwargs):
    plain = name.lower().replace("-", "")
    if plain not in _SIZES:
        raise ValueError("unsupported hash type " + name)
    return HASH(plain, data)


def md5(string=b"", *, usedforsecurity=True):
    return HASH("md5", string)


def sha1(string=b"", *, usedforsecurity=True):
    return HASH("sha1", string)


def sha224(string=b"", *, usedforsecurity=True):
    return HASH("sha224", string)


def sha256(string=b"", *, usedforsecurity=True):
    return HASH("sha256", string)


def sha384(string=b"", *, usedforsecurity=True):
    return HASH("sha384", string)


def sha512(string=b"", *, usedforsecurity=True):
    return HASH("sha512", string)


def file_digest(fileobj, digest, /):
    found = new(digest) if isinstance(digest, str) else digest()
    while data := fileobj.read(262144):
        found.update(data)
    return found


def _hmac(name, key, text):
    size = _SIZES[name][1]
    if len(key) > size:
        key = _digest(name, None, key, True)
    key = key.ljust(size, b"\0")
    inner = _digest(name, None, bytes([b ^ 0x36 for b in key]) + text, True)
    return _digest(name, None, bytes([b ^ 0x5c for b in key]) + inner, True)


def pbkdf2_hmac(hash_name, password, salt, iterations, dklen=None):
    size = _SIZES[hash_name][0]
    wanted = size if dklen is None else dklen
    out, block = b"", 1
    while len(out) < wanted:
        part = _hmac(hash_name, password, salt + block.to_bytes(4, "big"))
        total = int.from_bytes(part, "big")
        for _ in range(iterations - 1):
            part = _hmac(hash_name, password, part)
            total ^= int.from_bytes(part, "big")
        out += total.to_bytes(size, "big")
        block += 1
    return out[:wanted]


def __getattr__(name):
    if name in ("sha3_224", "sha3_256", "sha3_384", "sha3_512", "shake_128", "shake_256", "blake2b", "blake2s", "scrypt"):
        raise AttributeError(f"hashlib.{name} is not part of conch's Python")
    import hashlib as _this
    _attr_missing(_this, name)
