"""Bytes as text: base 64, 32 and 16."""

__all__ = ["encode", "decode", "encodebytes", "decodebytes", "b64encode", "b64decode", "b32encode", "b32decode", "b16encode",
           "b16decode", "standard_b64encode", "standard_b64decode", "urlsafe_b64encode", "urlsafe_b64decode"]

_LETTERS64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_LETTERS32 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


class _Error(ValueError):
    pass


_Error.__name__ = _Error.__qualname__ = "Error"
_Error.__module__ = "binascii"


def _bytes(s):
    if isinstance(s, str):
        try:
            return s.encode("ascii")
        except UnicodeEncodeError:
            raise ValueError("string argument should contain only ASCII characters") from None
    if isinstance(s, (bytes, bytearray)):
        return bytes(s)
    raise TypeError(f"argument should be a bytes-like object or ASCII string, not {type(s).__name__!r}")


def _only_bytes(s):
    if not isinstance(s, (bytes, bytearray)):
        raise TypeError(f"a bytes-like object is required, not '{type(s).__name__}'")
    return bytes(s)


def b64encode(s, altchars=None):
    s = _only_bytes(s)
    letters = _LETTERS64 if altchars is None else _LETTERS64[:62] + altchars
    out = bytearray()
    for i in range(0, len(s), 3):
        part = s[i:i + 3]
        n = int.from_bytes(part.ljust(3, b"\0"), "big")
        out += bytes([letters[n >> 18], letters[n >> 12 & 63], letters[n >> 6 & 63], letters[n & 63]])
    if len(s) % 3:
        cut = 3 - len(s) % 3
        out[-cut:] = b"=" * cut
    return bytes(out)


def b64decode(s, altchars=None, validate=False):
    s = _bytes(s)
    if altchars is not None:
        altchars = _bytes(altchars)
        s = s.replace(altchars[:1], b"+").replace(altchars[1:], b"/")
    values = {c: i for i, c in enumerate(_LETTERS64)}
    out, n, have, pads = bytearray(), 0, 0, 0
    for c in s:
        if c == 61:
            pads += 1
            if have % 4 >= 2 and have % 4 + pads >= 4:
                break
            continue
        if c not in values:
            if validate:
                raise _Error("Only base64 data is allowed")
            continue
        pads = 0
        n = n << 6 | values[c]
        have += 1
        if have % 4 == 0:
            out += n.to_bytes(3, "big")
            n = 0
    rest = have % 4
    if rest == 1:
        raise _Error(f"Invalid base64-encoded string: number of data characters ({have}) cannot be 1 more than a multiple of 4")
    if rest and pads + rest < 4:
        raise _Error("Incorrect padding")
    if rest:
        out += (n << 6 * (4 - rest)).to_bytes(3, "big")[:rest - 1]
    return bytes(out)


def standard_b64encode(s):
    return b64encode(s)


def standard_b64decode(s):
    return b64decode(s)


def urlsafe_b64encode(s):
    return b64encode(s, b"-_")


def urlsafe_b64decode(s):
    return b64decode(s, b"-_")


def b32encode(s):
    s = _only_bytes(s)
    out = bytearray()
    for i in range(0, len(s), 5):
        n = int.from_bytes(s[i:i + 5].ljust(5, b"\0"), "big")
        out += bytes([_LETTERS32[n >> shift & 31] for shift in range(35, -1, -5)])
    cut = {0: 0, 1: 6, 2: 4, 3: 3, 4: 1}[len(s) % 5]
    if cut:
        out[-cut:] = b"=" * cut
    return bytes(out)


def b32decode(s, casefold=False, map01=None):
    s = _bytes(s)
    if len(s) % 8:
        raise _Error("Incorrect padding")
    if casefold:
        s = s.upper()
    plain = s.rstrip(b"=")
    pads = len(s) - len(plain)
    values = {c: i for i, c in enumerate(_LETTERS32)}
    out = bytearray()
    for i in range(0, len(plain), 8):
        n = 0
        for c in plain[i:i + 8].ljust(8, b"A"):
            if c not in values:
                raise _Error("Non-base32 digit found")
            n = n << 5 | values[c]
        out += n.to_bytes(5, "big")
    if pads:
        if pads not in (1, 3, 4, 6):
            raise _Error("Incorrect padding")
        del out[len(out) - {1: 1, 3: 2, 4: 3, 6: 4}[pads]:]
    return bytes(out)


def b16encode(s):
    return _only_bytes(s).hex().upper().encode()


def b16decode(s, casefold=False):
    s = _bytes(s)
    if casefold:
        s = s.upper()
    if any([c not in b"0123456789ABCDEF" for c in s]):
        raise _Error("Non-base16 digit found")
    if len(s) % 2:
        raise _Error("Odd-length string")
    return bytes.fromhex(s.decode())


def encodebytes(s):
    s = _only_bytes(s)
    return b"".join([b64encode(s[i:i + 57]) + b"\n" for i in range(0, len(s), 57)])


def decodebytes(s):
    return b64decode(_only_bytes(s))


def encode(input, output):
    while data := input.read(57):
        output.write(b64encode(data) + b"\n")


def decode(input, output):
    while line := input.readline():
        output.write(b64decode(line))
